import { describe, expect, it, vi } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { withEmulator } from '../../support/emulator.ts';
import { createBench, keyOf, MAIN, SWEEP } from './bench.ts';
import { serveBytes, serveHttp } from './servers.ts';

const MG = keyOf('mg.example.com');
const A = 'https://a.example.com/hook';
const B = 'https://b.example.com/hook';
const seed = {
  domains: {
    'mg.example.com': { delivered: [B, A], clicked: [A], bounce: 'http://old.example.com' },
    'new.example.com': {},
  },
};

describe('reading a domain', () => {
  it('gives its webhooks, and those under other names apart', async () => {
    const emulator = await withEmulator({ seed });
    expect(await createBench(emulator.origin).reader.readWebhooks(MG, SWEEP)).toEqual({
      ...MG,
      kind: 'read',
      webhooks: { delivered: [A, B], clicked: [A] },
      unknownHooks: [{ name: 'bounce', urls: ['http://old.example.com'] }],
    });
  });

  it.each(['omit', 'null', 'empty-object', 'null-urls', 'empty-urls'] as const)(
    'gives a domain without webhooks as that, however Mailgun says it (%s)',
    async (absentEventTypes) => {
      const emulator = await withEmulator({ seed, behaviour: { absentEventTypes } });
      const key = keyOf('new.example.com');
      const state = await createBench(emulator.origin).reader.readWebhooks(key, SWEEP);
      expect(state).toEqual({ ...key, kind: 'read', webhooks: {}, unknownHooks: [] });
    },
  );

  it.each(['message', 'openapi'] as const)(
    'knows a domain that is not in the account (%s errors)',
    async (errorShape) => {
      const emulator = await withEmulator({ seed, behaviour: { errorShape } });
      const key = keyOf('other.example.com');
      expect(await createBench(emulator.origin).reader.readWebhooks(key, SWEEP)).toEqual({
        ...key,
        kind: 'unread',
        reason: {
          code: 'unknown-domain',
          message: 'Mailgun does not know this domain in this account and region',
        },
      });
    },
  );

  it.each(['text', 'json'] as const)('knows a key that is refused (%s)', async (unauthorizedBody) => {
    const emulator = await withEmulator({ seed, apiKey: 'key-another', behaviour: { unauthorizedBody } });
    const state = await createBench(emulator.origin).reader.readWebhooks(MG, SWEEP);
    expect(state).toMatchObject({ kind: 'unread', reason: { code: 'denied' } });
    expect(emulator.requests()).toHaveLength(1);
  });

  it('asks for the key each time, so that a new one is used at once', async () => {
    const emulator = await withEmulator({ seed, apiKey: 'key-new' });
    let key = 'key-old';
    const { reader } = createBench(emulator.origin, { apiKey: () => new Secret(key) });
    expect(await reader.readWebhooks(MG, SWEEP)).toMatchObject({ reason: { code: 'denied' } });
    key = 'key-new';
    expect(await reader.readWebhooks(MG, SWEEP)).toMatchObject({ kind: 'read' });
  });

  it('speaks for the subaccount that the account names', async () => {
    const emulator = await withEmulator({ seed: { ...seed, subaccounts: { '5f3c0a': ['mg.example.com'] } } });
    const account = { name: MAIN, baseUrl: emulator.origin };
    const without = createBench(emulator.origin, { account });
    expect(await without.reader.readWebhooks(MG, SWEEP)).toMatchObject({
      reason: { code: 'unknown-domain' },
    });
    const { reader } = createBench(emulator.origin, { account: { ...account, subaccount: '5f3c0a' } });
    expect(await reader.readWebhooks(MG, SWEEP)).toMatchObject({ kind: 'read' });
  });

  it('sends nothing but a GET', async () => {
    const server = await serveHttp((response) => response.end());
    const { reader } = createBench(server.origin);
    await reader.readWebhooks(MG, SWEEP);
    await reader.listDomains(MAIN, SWEEP);
    expect(server.seen.map(({ method, target, body }) => `${method} ${target} ${body}`)).toEqual([
      'GET /v3/domains/mg.example.com/webhooks ',
      'GET /v4/domains?limit=1000&sort=name%3Aasc&skip=0 ',
    ]);
  });

  it('records each request, with its status where there was one', async () => {
    const emulator = await withEmulator({
      seed,
      faults: [{ match: { times: 1 }, fault: { kind: 'reset' } }],
    });
    const { reader, entries } = createBench(emulator.origin);
    await reader.readWebhooks(MG, SWEEP);
    const request = { kind: 'request-ended', account: MAIN, method: 'GET', durationMs: expect.any(Number) };
    expect(entries).toEqual([request, { ...request, status: 200 }]);
  });

  it('never sends a path that another path would come of', async () => {
    const server = await serveHttp((response) => response.end());
    const { reader, budget } = createBench(server.origin);
    const domain = '..' as typeof MG.domain;
    const state = await reader.readWebhooks({ account: MAIN, domain }, SWEEP);
    expect(state).toMatchObject({ kind: 'unread', reason: { code: 'stopped' } });
    expect(server.connections() + budget.spent.length).toBe(0);
  });
});

describe('reading when something goes wrong', () => {
  it.each([500, 502, 503, 504])(
    'tries a second and a third time after a %i, a little apart',
    async (status) => {
      const fault = { kind: 'answer', status, json: { message: 'Internal server error' } } as const;
      const emulator = await withEmulator({ seed, faults: [{ match: { times: 2 }, fault }] });
      const { reader, budget, clock } = createBench(emulator.origin);
      expect(await reader.readWebhooks(MG, SWEEP)).toMatchObject({ kind: 'read' });
      expect(budget.spent).toEqual(['sweep', 'retry', 'retry']);
      expect(clock.sleptMs).toEqual([1000, 2000]);
    },
  );

  it.each([0, 0.999])('spreads its tries at random (%d)', async (random) => {
    const emulator = await withEmulator({ seed, faults: [{ fault: { kind: 'answer', status: 500 } }] });
    const { reader, clock } = createBench(emulator.origin, { random: () => random });
    await reader.readWebhooks(MG, SWEEP);
    expect(clock.sleptMs).toEqual([1000 * (0.5 + random), 2000 * (0.5 + random)]);
  });

  it.each(['reset', 'end', 'hang'] as const)(
    'tries three times when no answer comes (%s), and then says so',
    async (kind) => {
      const emulator = await withEmulator({ seed, faults: [{ fault: { kind } }] });
      const { reader, budget } = createBench(emulator.origin, { requestTimeoutMs: 200 });
      const state = await reader.readWebhooks(MG, SWEEP);
      const { host } = new URL(emulator.origin);
      expect(state).toMatchObject({
        kind: 'unread',
        reason: { code: 'unreachable', message: expect.stringContaining(`${host} gave no answer: the `) },
      });
      expect(emulator.requests()).toHaveLength(3);
      expect(budget.spent).toEqual(['sweep', 'retry', 'retry']);
    },
  );

  it('tries again after an answer that was cut off, or that came too slowly', async () => {
    const emulator = await withEmulator({
      seed,
      faults: [
        { match: { nth: 1 }, fault: { kind: 'truncate', bytes: 20 } },
        { match: { nth: 2 }, fault: { kind: 'slow-body', chunkBytes: 1, everyMs: 50 } },
      ],
    });
    const { reader } = createBench(emulator.origin, { requestTimeoutMs: 300 });
    expect(await reader.readWebhooks(MG, SWEEP)).toMatchObject({ kind: 'read' });
    expect(emulator.requests()).toHaveLength(3);
  });

  it('does not try again when the signal is aborted while it waits', async () => {
    const emulator = await withEmulator({ seed, faults: [{ fault: { kind: 'answer', status: 500 } }] });
    const { reader, clock } = createBench(emulator.origin);
    const controller = new AbortController();
    clock.onSleep = () => controller.abort(new Error('told to stop'));
    const state = await reader.readWebhooks(MG, { priority: 'sweep', signal: controller.signal });
    expect(state).toMatchObject({ kind: 'unread', reason: { code: 'stopped' } });
    expect(emulator.requests()).toHaveLength(1);
  });

  it('is cut off when the signal is aborted while it is under way', async () => {
    const emulator = await withEmulator({ seed, faults: [{ fault: { kind: 'hang' } }] });
    const { reader } = createBench(emulator.origin, { requestTimeoutMs: 60_000 });
    const controller = new AbortController();
    const state = reader.readWebhooks(MG, { priority: 'sweep', signal: controller.signal });
    await vi.waitUntil(() => emulator.requests().length > 0);
    controller.abort(new Error('told to stop'));
    expect(await state).toMatchObject({ kind: 'unread', reason: { code: 'stopped' } });
    expect(emulator.requests()).toHaveLength(1);
  });

  it('sends nothing when the signal was aborted before', async () => {
    const emulator = await withEmulator({ seed });
    const { reader, entries } = createBench(emulator.origin);
    const spending = { priority: 'sweep', signal: AbortSignal.abort() } as const;
    expect(await reader.readWebhooks(MG, spending)).toMatchObject({ reason: { code: 'stopped' } });
    expect(await reader.listDomains(MAIN, spending)).toMatchObject({ reason: { code: 'stopped' } });
    expect(emulator.requests()).toHaveLength(0);
    expect(entries).toEqual([]);
  });

  it('lets an error of the key through, since it is not one of Mailgun', async () => {
    const emulator = await withEmulator({ seed });
    const unreadable = new Error('the key file cannot be read');
    const apiKey = () => {
      throw unreadable;
    };
    const { reader } = createBench(emulator.origin, { apiKey });
    await expect(reader.readWebhooks(MG, SWEEP)).rejects.toBe(unreadable);
  });

  it('reads from the next connection after one that spoke garbage', async () => {
    const server = await serveBytes((socket, count) => {
      const list = '{"webhooks":{}}';
      const good = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${list.length}\r\n\r\n${list}`;
      socket.end(count === 1 ? '\0\0\0' : good);
    });
    expect(await createBench(server.origin).reader.readWebhooks(MG, SWEEP)).toMatchObject({ kind: 'read' });
  });
});
