import { describe, expect, it } from 'vitest';
import { ask, withEmulator } from '../support/emulator.ts';

const HOOKS = '/v3/domains/mg.example.com/webhooks';
const A = 'https://a.example/';
const NO_KEY = { key: null };

async function start() {
  return withEmulator({ seed: { domains: { 'mg.example.com': { delivered: [A] }, 'new.example': {} } } });
}

async function json(heard: Promise<{ readonly text: string }>): Promise<unknown> {
  return JSON.parse((await heard).text);
}

describe('The control surface', () => {
  it('explains itself', async () => {
    const emulator = await start();
    for (const path of ['/_emulator', '/_emulator/', '/_emulator/?x']) {
      expect(await json(ask(emulator, `GET ${path}`, NO_KEY))).toMatchObject({
        calls: { 'POST /_emulator/faults': expect.any(String) },
        match: { 'nth?': 'a whole number, 1 or more' },
        faults: { truncate: { bytes: 'a number of bytes, 0 or more', 'length?': "'whole' or 'cut'" } },
      });
    }
  });

  it('shows the state and the requests, without credentials', async () => {
    const emulator = await start();
    await ask(emulator, `GET ${HOOKS}`, { key: 'canary-key' });
    expect(await json(ask(emulator, 'GET /_emulator/state', NO_KEY))).toEqual({
      domains: { 'mg.example.com': { delivered: [A] }, 'new.example': {} },
    });
    const heard = await ask(emulator, 'GET /_emulator/requests', NO_KEY);
    expect(JSON.parse(heard.text)).toMatchObject({ requests: [{ id: 1, path: HOOKS, status: 200 }] });
    expect(heard.text).not.toContain(Buffer.from('api:canary-key').toString('base64'));
  });

  it('adds faults, counts their hits, and removes them', async () => {
    const emulator = await start();
    const rule = { match: { domain: 'mg.example.com' }, fault: { kind: 'html', status: 502 } };
    const added = ask(emulator, 'POST /_emulator/faults', { ...NO_KEY, body: JSON.stringify(rule) });
    expect(await json(added)).toEqual({ faults: [{ rule, hits: 0 }] });
    expect((await ask(emulator, `GET ${HOOKS}`)).status).toBe(502);
    expect(await json(ask(emulator, 'GET /_emulator/faults', NO_KEY))).toEqual({
      faults: [{ rule, hits: 1 }],
    });
    expect(await json(ask(emulator, 'DELETE /_emulator/faults', NO_KEY))).toEqual({ faults: [] });
    expect((await ask(emulator, `GET ${HOOKS}`)).status).toBe(200);
  });

  it('refuses a wrong fault and adds none of its list', async () => {
    const emulator = await start();
    const body = '[{"fault":{"kind":"reset"}},{"fault":{"kind":"rest"}}]';
    const heard = await ask(emulator, 'POST /_emulator/faults', { ...NO_KEY, body });
    expect([heard.status, heard.text]).toEqual([
      400,
      `{"message":"rule 2.fault.kind: unknown name 'rest', did you mean 'reset'?"}\n`,
    ]);
    expect((await ask(emulator, `GET ${HOOKS}`)).status).toBe(200);
  });

  it('refuses a fault that is far too large', async () => {
    const heard = await ask(await start(), 'POST /_emulator/faults', {
      ...NO_KEY,
      body: ' '.repeat(1_048_577),
    });
    expect(heard.status).toBe(413);
  });

  it('is not counted, not logged, not struck by faults, and not refused for the rate', async () => {
    const emulator = await withEmulator({
      rate: { limit: 0, windowMs: 60_000, window: 'fixed' },
      faults: [{ fault: { kind: 'reset' } }],
    });
    expect((await ask(emulator, 'GET /_emulator/state', NO_KEY)).status).toBe(200);
    expect([emulator.requests(), emulator.worstWindow()]).toEqual([[], 0]);
  });

  it('is closed to web pages', async () => {
    const emulator = await start();
    const heard = await ask(emulator, 'DELETE /_emulator/faults', {
      headers: { origin: 'https://evil.example' },
    });
    expect(heard.status).toBe(403);
  });

  it('names its calls when it is asked for another one', async () => {
    const heard = await ask(await start(), 'PUT /_emulator/faults', NO_KEY);
    expect(heard.status).toBe(404);
    expect(JSON.parse(heard.text)).toMatchObject({
      message: 'no control call PUT /_emulator/faults',
      calls: {},
    });
  });
});
