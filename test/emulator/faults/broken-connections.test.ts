import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { Fault } from '../../../src/emulator/faults/fault-rule.ts';
import { ask, withEmulator } from '../../support/emulator.ts';

const HOOKS = '/v3/domains/mg.example.com/webhooks';
const A = 'https://a.example/';
const SEED = { domains: { 'mg.example.com': { delivered: [A] } } };
const BODY = `{"webhooks":{"delivered":{"urls":["${A}"]}}}\n`;

interface RawAnswer {
  readonly head: string;
  readonly body: string;
  readonly end: 'end' | 'reset' | 'open';
}

/** What comes over the wire until the connection ends, or until `enough` has come. */
async function rawAnswer(emulator: Emulator, enough?: (seen: string) => boolean): Promise<RawAnswer> {
  const socket = connect(Number(new URL(emulator.origin).port), '127.0.0.1');
  socket.write(`GET ${HOOKS} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${btoa('api:k')}\r\n\r\n`);
  let seen = '';
  const end = await new Promise<RawAnswer['end']>((resolve) => {
    socket.on('data', (data) => {
      seen += data.toString();
      if (enough?.(seen)) resolve('open');
    });
    socket.on('end', () => resolve('end'));
    socket.on('error', () => resolve('reset'));
  });
  socket.destroy();
  const [head = '', body = ''] = seen.split('\r\n\r\n');
  return { head, body, end };
}

async function startWith(fault: Fault) {
  return withEmulator({ seed: SEED, faults: [{ fault }] });
}

describe('No answer', () => {
  it.each([
    { kind: 'reset', end: 'reset' },
    { kind: 'end', end: 'end' },
  ] as const)('but a connection that ends: $kind', async ({ kind, end }) => {
    expect(await rawAnswer(await startWith({ kind }))).toEqual({ head: '', body: '', end });
  });

  it('on a connection that stays open', async () => {
    const emulator = await startWith({ kind: 'hang' });
    const socket = connect(Number(new URL(emulator.origin).port), '127.0.0.1');
    socket.write(`GET ${HOOKS} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${btoa('api:k')}\r\n\r\n`);
    await expect.poll(() => emulator.worstWindow()).toBe(1);
    expect([socket.bytesRead, socket.readyState]).toEqual([0, 'open']);
    const ended = once(socket, 'close');
    socket.on('error', () => undefined);
    await emulator.close();
    await ended;
  });

  it.each([
    { kind: 'reset', when: 'before', left: { delivered: [A] } },
    { kind: 'reset', when: 'after', left: {} },
    { kind: 'end', when: 'before', left: { delivered: [A] } },
    { kind: 'end', when: 'after', left: {} },
  ] as const)('$kind $when the write has had its effect', async ({ left, ...fault }) => {
    const emulator = await startWith(fault);
    await expect(ask(emulator, `DELETE ${HOOKS}/delivered`)).rejects.toThrow();
    expect(emulator.webhooks('mg.example.com')).toEqual(left);
  });
});

describe('A body that is cut off', () => {
  it('ends too early for its length, so that a client can tell', async () => {
    const emulator = await startWith({ kind: 'truncate', bytes: 20 });
    const answer = await rawAnswer(emulator);
    expect(answer.head).toContain(`Content-Length: ${BODY.length}`);
    expect([answer.body, answer.end]).toEqual([BODY.slice(0, 20), 'end']);
    await expect(ask(emulator, `GET ${HOOKS}`)).rejects.toThrow();
  });

  it('has a length of its own, so that only its JSON is broken', async () => {
    const heard = await ask(await startWith({ kind: 'truncate', bytes: 20, length: 'cut' }), `GET ${HOOKS}`);
    expect([heard.status, heard.text, heard.headers.get('content-length')]).toEqual([
      200,
      BODY.slice(0, 20),
      '20',
    ]);
  });

  it('has had its effect', async () => {
    const emulator = await startWith({ kind: 'truncate', bytes: 0 });
    await expect(ask(emulator, `DELETE ${HOOKS}/delivered`)).rejects.toThrow();
    expect(emulator.webhooks('mg.example.com')).toEqual({});
  });
});

describe('A body that is too long', () => {
  it('is valid JSON and says what the right one says', async () => {
    const heard = await ask(await startWith({ kind: 'oversize', bytes: 3_000_000 }), `GET ${HOOKS}`);
    const value = JSON.parse(heard.text) as { webhooks: unknown; padding: string };
    expect([heard.status, value.padding.length, value.webhooks]).toEqual([
      200,
      3_000_000,
      { delivered: { urls: [A] } },
    ]);
  });

  it('stops when the client has had enough', async () => {
    const emulator = await startWith({ kind: 'oversize', bytes: 1e12 });
    expect((await rawAnswer(emulator, (seen) => seen.length > 2_000_000)).end).toBe('open');
    await emulator.close();
  });
});

describe('A slow body', () => {
  it('comes in small pieces with a pause after each, and is right', async () => {
    const pauses: number[] = [];
    const emulator = await withEmulator({
      seed: SEED,
      clock: { nowMs: () => 0, sleep: async (ms) => void pauses.push(ms) },
      faults: [{ fault: { kind: 'slow-body', chunkBytes: 10, everyMs: 300 } }],
    });
    expect((await ask(emulator, `GET ${HOOKS}`)).text).toBe(BODY);
    expect(pauses).toEqual(Array.from({ length: Math.ceil(BODY.length / 10) }, () => 300));
  });

  it('leaves a client waiting for the rest', async () => {
    const emulator = await withEmulator({
      seed: SEED,
      clock: { nowMs: () => 0, sleep: () => new Promise(() => undefined) },
      faults: [{ fault: { kind: 'slow-body', chunkBytes: 5, everyMs: 300 } }],
    });
    const answer = await rawAnswer(emulator, (seen) => seen.endsWith(BODY.slice(0, 5)));
    expect([answer.body, answer.end]).toEqual([BODY.slice(0, 5), 'open']);
  });
});
