import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { ask, withEmulator } from '../support/emulator.ts';
import { createHandClock } from '../support/hand-clock.ts';

const HOOKS = '/v3/domains/mg.example.com/webhooks';
const A = 'https://a.example/';
const B = 'https://b.example/';
const SEED = { domains: { 'mg.example.com': { delivered: [A] } } };

describe('The emulator logs every request', () => {
  it('with its fields, its time and its answer', async () => {
    const clock = createHandClock();
    const emulator = await withEmulator({ seed: SEED, clock });
    clock.advance(1234);
    await ask(emulator, `PUT ${HOOKS}/delivered?a=1`, { form: [['url', B]], headers: { 'X-Extra': 'yes' } });
    expect(emulator.requests()).toMatchObject([
      {
        id: 1,
        atMs: 1234,
        method: 'PUT',
        path: `${HOOKS}/delivered`,
        target: `${HOOKS}/delivered?a=1`,
        domain: 'mg.example.com',
        eventTypes: ['delivered'],
        fields: { url: [B], a: ['1'] },
        headers: { 'x-extra': 'yes' },
        status: 200,
      },
    ]);
  });

  it('with the domain decoded, and the path as it was sent', async () => {
    const emulator = await withEmulator({ seed: SEED });
    await ask(emulator, 'GET /v3/domains/MG%2Eexample.com/webhooks');
    const [logged] = emulator.requests();
    expect([logged?.domain, logged?.target]).toEqual([
      'MG.example.com',
      '/v3/domains/MG%2Eexample.com/webhooks',
    ]);
  });

  it('without the key, which it names as Mailgun does', async () => {
    const emulator = await withEmulator({ seed: SEED });
    const heard = await ask(emulator, `GET ${HOOKS}`, { key: 'canary-key' });
    const [logged] = emulator.requests();
    expect(logged?.keyId).toBe(heard.headers.get('x-mailgun-key-id'));
    const secrets = ['canary-key', Buffer.from('api:canary-key').toString('base64'), 'authorization'];
    expect(secrets.filter((secret) => JSON.stringify(emulator.requests()).includes(secret))).toEqual([]);
  });

  it('without a status while there is no answer', async () => {
    const emulator = await withEmulator({ seed: SEED, faults: [{ fault: { kind: 'reset' } }] });
    await expect(ask(emulator, `GET ${HOOKS}`)).rejects.toThrow();
    expect(emulator.requests()).toHaveLength(1);
    expect(emulator.requests()[0]).not.toHaveProperty('status');
  });
});

describe('The emulator keeps a history', () => {
  it('of each write, with the state before and after it and the request that caused it', async () => {
    const emulator = await withEmulator({ seed: SEED });
    await ask(emulator, `GET ${HOOKS}`);
    await ask(emulator, `PUT ${HOOKS}/delivered`, { form: [['url', B]] });
    await ask(emulator, `PUT ${HOOKS}/opened`, { form: [['url', B]] });
    await ask(emulator, `DELETE ${HOOKS}/delivered`);
    expect(
      emulator.history().map(({ domain, before, webhooks, request }) => ({
        domain,
        before,
        webhooks,
        method: request?.method,
        status: request?.status,
      })),
    ).toEqual([
      {
        domain: 'mg.example.com',
        before: { delivered: [A] },
        webhooks: { delivered: [B] },
        method: 'PUT',
        status: 200,
      },
      { domain: 'mg.example.com', before: { delivered: [B] }, webhooks: {}, method: 'DELETE', status: 200 },
    ]);
  });

  it('of what somebody else does, without a request', async () => {
    const emulator = await withEmulator({ seed: SEED });
    emulator.setWebhooks('mg.example.com', 'machine_opened', [B]);
    emulator.setWebhooks('mg.example.com', 'delivered', []);
    expect(emulator.webhooks('MG.example.com')).toEqual({ machine_opened: [B] });
    expect(emulator.history().map((change) => change.request)).toEqual([undefined, undefined]);
    expect((await ask(emulator, `GET ${HOOKS}`)).text).toBe(
      `{"webhooks":{"machine_opened":{"urls":["${B}"]}}}\n`,
    );
  });

  it('of nothing when a write is refused', async () => {
    const emulator = await withEmulator({ seed: SEED });
    await ask(emulator, `PUT ${HOOKS}/delivered`, { form: [['url', 'ftp://x']] });
    await ask(emulator, `POST ${HOOKS}`, {
      form: [
        ['id', 'delivered'],
        ['url', B],
      ],
    });
    expect(emulator.history()).toEqual([]);
  });
});

describe('The emulator lets somebody else add and remove domains', () => {
  it('which are found or not found from then on', async () => {
    const emulator = await withEmulator({ seed: SEED });
    emulator.addDomain('New.Example.com');
    emulator.removeDomain('mg.example.com');
    expect((await ask(emulator, 'GET /v3/domains/new.example.com/webhooks')).text).toBe('{"webhooks":{}}\n');
    expect((await ask(emulator, `GET ${HOOKS}`)).status).toBe(404);
    expect((await ask(emulator, 'GET /v4/domains')).text).toContain('"name":"new.example.com"');
  });

  it('and tells a test that misspells a domain which ones there are', async () => {
    const emulator = await withEmulator({ seed: SEED });
    expect(() => emulator.webhooks('mg.exmaple.com')).toThrow(
      "no domain 'mg.exmaple.com'; it has: mg.example.com",
    );
    expect(() => emulator.setWebhooks('x.example', 'opened', [A])).toThrow('no domain');
    expect(() => emulator.removeDomain('x.example')).toThrow('no domain');
  });
});

describe('The worst window', () => {
  it('counts the arrivals of one key in any window, also those that were refused', async () => {
    const clock = createHandClock();
    const emulator = await withEmulator({
      seed: SEED,
      clock,
      rate: { limit: 2, windowMs: 1000, window: 'fixed' },
    });
    const send = async (times: number, key = 'a') => {
      for (let sent = 0; sent < times; sent += 1) await ask(emulator, `GET ${HOOKS}`, { key });
    };
    await send(2);
    clock.advance(999);
    await send(2);
    await send(3, 'b');
    expect(emulator.worstWindow()).toBe(4);
    clock.advance(1);
    await send(2);
    expect(emulator.worstWindow()).toBe(4);
    expect(emulator.requests().map(({ status }) => status)).toEqual([
      200, 200, 429, 429, 200, 200, 429, 200, 200,
    ]);
  });

  it('is zero before anything has arrived, and counts without a rate as well', async () => {
    const emulator = await withEmulator({ seed: SEED, rate: 'none' });
    expect(emulator.worstWindow()).toBe(0);
    await Promise.all(Array.from({ length: 350 }, () => ask(emulator, `GET ${HOOKS}`)));
    expect(emulator.worstWindow()).toBe(350);
    expect(emulator.requests().every(({ status }) => status === 200)).toBe(true);
  });

  it('counts a request whose client went away before it was whole', async () => {
    const emulator = await withEmulator({ seed: SEED });
    const { port } = new URL(emulator.origin);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`POST ${HOOKS} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nid=`);
    await expect.poll(() => emulator.requests().length).toBe(1);
    socket.destroy();
    await expect.poll(() => emulator.worstWindow()).toBe(1);
    expect(emulator.history()).toEqual([]);
  });
});

describe('The server', () => {
  it('keeps what each client writes when many write at once', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `d${index}.example`);
    const emulator = await withEmulator({
      seed: { domains: Object.fromEntries(names.map((name) => [name, {}])) },
      rate: 'none',
    });
    await Promise.all(
      names.map((name) =>
        ask(emulator, `POST /v3/domains/${name}/webhooks`, {
          form: [
            ['id', 'opened'],
            ['url', `https://${name}/`],
          ],
        }),
      ),
    );
    expect(names.map((name) => emulator.webhooks(name))).toEqual(
      names.map((name) => ({ opened: [`https://${name}/`] })),
    );
  });

  it('refuses a body that is far too large', async () => {
    const emulator = await withEmulator({ seed: SEED });
    const sent = httpRequest(`${emulator.origin}${HOOKS}`, { method: 'POST', auth: 'api:k' });
    sent.on('error', () => undefined);
    const answered = new Promise<{ status: number | undefined; body: string }>((resolve) => {
      sent.on('response', async (response) =>
        resolve({ status: response.statusCode, body: await text(response) }),
      );
    });
    sent.write('x'.repeat(1_048_577));
    expect(await answered).toEqual({ status: 413, body: '{"message":"Request body too large"}\n' });
    sent.destroy();
  });

  it('refuses headers that are far too large', async () => {
    const emulator = await withEmulator({ seed: SEED });
    const heard = await ask(emulator, `GET ${HOOKS}`, { headers: { 'x-large': 'x'.repeat(20_000) } });
    expect(heard.status).toBe(431);
  });

  it('tells where it listens, and refuses a port that is taken', async () => {
    const emulator = await withEmulator();
    expect(emulator.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const port = Number(new URL(emulator.origin).port);
    await expect(startEmulator({ clock: createHandClock(), port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('closes at once, though a client holds a connection, waits for an answer, or closes it twice', async () => {
    const emulator = await withEmulator({
      seed: SEED,
      faults: [{ match: { nth: 2 }, fault: { kind: 'hang' } }],
    });
    await ask(emulator, `GET ${HOOKS}`);
    const waiting = ask(emulator, `GET ${HOOKS}`).catch(() => 'cut off');
    await expect.poll(() => emulator.requests().length).toBe(2);
    await Promise.all([emulator.close(), emulator.close()]);
    await emulator.close();
    expect(await waiting).toBe('cut off');
    await expect(ask(emulator, `GET ${HOOKS}`)).rejects.toThrow();
  });
});
