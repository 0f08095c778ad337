import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import type { Call } from '../../../src/model/call.ts';
import { withEmulator } from '../../support/emulator.ts';
import { createBench, keyOf, MAIN, WRITE } from './bench.ts';
import { serveHttp } from './servers.ts';

const MG = keyOf('mg.example.com');
const A = 'https://a.example.com/hook';
const B = 'https://b.example.com/hook?a=1,2&b=%20';
const OLD = 'https://old.example.com/';
const NEW = 'https://new.example.com/comma,in/it';
const CREATE: Call = { ...MG, kind: 'v3-create', eventType: 'opened', urls: [A, B] };
const UPDATE: Call = { ...MG, kind: 'v3-update', eventType: 'clicked', urls: [A, B] };
const DELETE: Call = { ...MG, kind: 'v3-delete', eventType: 'clicked' };

const start = async (...faults: FaultRule[]) => {
  const seed = { domains: { 'mg.example.com': { clicked: ['https://old.example.com/'] } } };
  const emulator = await withEmulator({ seed, faults });
  return { emulator, ...createBench(emulator.origin, { requestTimeoutMs: 300 }) };
};
const hooksOf = ({ emulator }: Awaited<ReturnType<typeof start>>) => emulator.webhooks('mg.example.com');

describe('a call', () => {
  it('creates a webhook with all its URLs, and tells what the event type has now', async () => {
    const bench = await start();
    expect(await bench.writer.send(CREATE, WRITE)).toEqual({ kind: 'done', webhooks: { opened: [A, B] } });
    expect(hooksOf(bench)).toMatchObject({ opened: [A, B] });
  });

  it('replaces the URLs of a webhook', async () => {
    const bench = await start();
    expect(await bench.writer.send(UPDATE, WRITE)).toEqual({ kind: 'done', webhooks: { clicked: [A, B] } });
    expect(hooksOf(bench)).toEqual({ clicked: [A, B] });
  });

  it('deletes a webhook; the event type has none now, although the answer names the URLs that were removed', async () => {
    const bench = await start();
    expect(await bench.writer.send(DELETE, WRITE)).toEqual({
      kind: 'done',
      webhooks: {},
      removed: ['https://old.example.com/'],
    });
    expect(hooksOf(bench)).toEqual({});
  });

  it('adds a URL to event types, and tells all that the domain has now', async () => {
    const bench = await start();
    const call: Call = { ...MG, kind: 'v4-create', url: NEW, eventTypes: ['opened', 'clicked'] };
    const webhooks = { opened: [NEW], clicked: [NEW, OLD] };
    expect(await bench.writer.send(call, WRITE)).toEqual({ kind: 'done', webhooks });
  });

  it('moves a URL to other event types, and tells all that the domain has now', async () => {
    const bench = await start();
    const call: Call = { ...MG, kind: 'v4-update', url: OLD, eventTypes: ['opened', 'complained'] };
    const webhooks = { opened: [OLD], complained: [OLD] };
    expect(await bench.writer.send(call, WRITE)).toEqual({ kind: 'done', webhooks });
  });

  it('removes URLs from all event types at once, whatever characters are in them', async () => {
    const odd = `https://odd.example.com/%2C/a?q=a%26b&c=d+e#f${'x'.repeat(1900)}`;
    const bench = await start();
    bench.emulator.setWebhooks('mg.example.com', 'opened', [odd, NEW]);
    bench.emulator.setWebhooks('mg.example.com', 'clicked', [OLD, odd]);
    const call: Call = { ...MG, kind: 'v4-delete', urls: [odd, OLD] };
    expect(await bench.writer.send(call, WRITE)).toEqual({ kind: 'done', webhooks: { opened: [NEW] } });
    expect(hooksOf(bench)).toEqual({ opened: [NEW] });
  });

  it('tells what the server says it stored where that is not what was sent', async () => {
    const server = await serveHttp((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: 'Webhook has been updated', webhook: { urls: [B] } }));
    });
    const outcome = await createBench(server.origin).writer.send(UPDATE, WRITE);
    expect(outcome).toEqual({ kind: 'done', webhooks: { clicked: [B] } });
  });

  it.each([
    ['create of what exists', { ...CREATE, eventType: 'clicked' } as Call, '(400): Webhook already exists'],
    ['update of what does not', { ...UPDATE, eventType: 'opened' } as Call, '(404): Webhook not found'],
    ['delete of what does not exist', { ...DELETE, eventType: 'opened' } as Call, '(404): Webhook not found'],
    ['call on an unknown domain', { ...DELETE, ...keyOf('other.example.com') }, 'does not know this domain'],
  ])('is rejected when it is a %s', async (_, call, message) => {
    const bench = await start();
    const before = hooksOf(bench);
    expect(await bench.writer.send(call, WRITE)).toEqual({
      kind: 'rejected',
      message: expect.stringContaining(message),
    });
    expect(hooksOf(bench)).toEqual(before);
    expect(bench.emulator.requests()).toHaveLength(1);
  });

  it.each([
    ['answered 502', { kind: 'answer', status: 502, when: 'after' }],
    ['reset', { kind: 'reset', when: 'after' }],
    ['closed', { kind: 'end', when: 'after' }],
    ['left without an answer', { kind: 'hang', when: 'after' }],
    ['answered too slowly', { kind: 'slow-body', chunkBytes: 1, everyMs: 50 }],
    ['answered by half a body', { kind: 'truncate', bytes: 10 }],
    ['answered by an HTML page', { kind: 'html', when: 'after' }],
  ] as [string, FaultRule['fault']][])(
    'has an unknown outcome, and is never repeated, when it is done and %s',
    async (_, fault) => {
      const bench = await start({ fault });
      expect(await bench.writer.send(UPDATE, WRITE)).toMatchObject({ kind: 'unknown' });
      expect(hooksOf(bench)).toEqual({ clicked: [A, B] });
      expect(bench.emulator.requests()).toHaveLength(1);
      expect(bench.budget.spent).toEqual(['write']);
      expect(bench.clock.sleptMs).toEqual([]);
    },
  );

  it('has an unknown outcome when it never reached the server', async () => {
    const bench = await start({ fault: { kind: 'reset' } });
    expect(await bench.writer.send(UPDATE, WRITE)).toMatchObject({ kind: 'unknown' });
    expect(hooksOf(bench)).toEqual({ clicked: ['https://old.example.com/'] });
  });

  it('is not sent when its turn comes too late for what it was made from', async () => {
    const { emulator, writer, clock } = await start();
    const late = { ...WRITE, sendBeforeMs: () => clock.nowMs() - 1 };
    expect(await writer.send(UPDATE, late)).toMatchObject({ kind: 'too-late' });
    expect(emulator.requests()).toEqual([]);
  });

  it('is not sent when the signal was aborted before', async () => {
    const bench = await start();
    const outcome = await bench.writer.send(UPDATE, { ...WRITE, signal: AbortSignal.abort() });
    expect(outcome).toEqual({ kind: 'stopped', message: 'not sent, because the program was told to stop' });
    expect(bench.emulator.requests()).toHaveLength(0);
  });

  it('ends in its own time when the signal is aborted while it is under way', async () => {
    const bench = await start({ fault: { kind: 'delay', ms: 100 } });
    const controller = new AbortController();
    const outcome = bench.writer.send(UPDATE, { ...WRITE, signal: controller.signal });
    await expect.poll(() => bench.emulator.requests().length).toBe(1);
    controller.abort();
    expect(await outcome).toMatchObject({ kind: 'done' });
  });

  it('does not leave if we were told to stop while it was written down', async () => {
    const bench = await start();
    const stop = new AbortController();
    const outcome = await bench.writer.send(DELETE, {
      ...WRITE,
      signal: stop.signal,
      beforeLeaving: () => Promise.resolve(stop.abort(new Error('SIGTERM received'))),
    });
    expect(outcome.kind).toBe('stopped');
    expect(bench.emulator.requests()).toEqual([]);
  });

  it('is recorded with its method and status', async () => {
    const bench = await start();
    await bench.writer.send(DELETE, WRITE);
    expect(bench.entries).toEqual([
      { kind: 'request-ended', account: MAIN, method: 'DELETE', status: 200, durationMs: expect.any(Number) },
    ]);
  });

  it('never repeats the URLs that Mailgun refuses with what is secret in them', async () => {
    const url = "https://user:pa55word@hooks.example.com/x?token='s3cret";
    const server = await serveHttp((response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: `'${url}' is not a valid url: host not found` }));
    });
    const outcome = await createBench(server.origin).writer.send({ ...UPDATE, urls: [url] }, WRITE);
    expect(outcome).toMatchObject({ kind: 'rejected', message: expect.stringContaining('host not found') });
    expect(JSON.stringify(outcome)).not.toContain('pa55word');
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
  });
});
