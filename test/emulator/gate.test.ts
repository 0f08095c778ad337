import { describe, expect, it } from 'vitest';
import { ask, withEmulator } from '../support/emulator.ts';
import { createHandClock } from '../support/hand-clock.ts';
import { HOOKS, SEED } from './switch.ts';

describe('What shares a rate window', () => {
  it.each([
    { rateScope: 'key', statuses: [200, 429, 200, 429], worst: 2 },
    { rateScope: 'account', statuses: [200, 429, 429, 429], worst: 4 },
    { rateScope: 'subaccount', statuses: [200, 200, 200, 429], worst: 2 },
  ] as const)('$rateScope', async ({ rateScope, statuses, worst }) => {
    const rate = { limit: 1, windowMs: 60_000, window: 'fixed' } as const;
    const emulator = await withEmulator({ seed: SEED, rate, behaviour: { rateScope } });
    const child = { headers: { 'X-Mailgun-On-Behalf-Of': '5f3c0a' } };
    const sent = [{ key: 'a' }, { key: 'a', ...child }, { key: 'b' }, { key: 'b' }];
    const heard: number[] = [];
    for (const asked of sent) heard.push((await ask(emulator, 'GET /v4/domains', asked)).status);
    expect(heard).toEqual(statuses);
    expect(emulator.worstWindow()).toBe(worst);
  });
});

describe('Headers about the rate', () => {
  const resetMs = Date.UTC(2026, 0, 1) + 60_000;

  it.each([
    { rateHeaders: 'none', expected: {} },
    {
      rateHeaders: 'x-ratelimit-seconds',
      expected: {
        'x-ratelimit-limit': '2',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(resetMs / 1000),
      },
    },
    {
      rateHeaders: 'x-ratelimit-milliseconds',
      expected: {
        'x-ratelimit-limit': '2',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(resetMs),
      },
    },
    {
      rateHeaders: 'x-request-milliseconds',
      expected: { 'x-request-limit': '2', 'x-request-remaining': '0', 'x-request-reset': String(resetMs) },
    },
  ] as const)('$rateHeaders', async ({ rateHeaders, expected }) => {
    const rate = { limit: 2, windowMs: 60_000, window: 'fixed' } as const;
    const emulator = await withEmulator({
      seed: SEED,
      rate,
      clock: createHandClock(),
      behaviour: { rateHeaders },
    });
    await ask(emulator, `GET ${HOOKS}`);
    const { headers } = await ask(emulator, `GET ${HOOKS}`);
    expect(Object.fromEntries([...headers].filter(([name]) => /^x-r(ate|eq)/.test(name)))).toEqual(expected);
  });
});

it('A rate refuses in the dialect and with the status it is told to', async () => {
  const rate = {
    limit: 0,
    windowMs: 60_000,
    window: 'rolling',
    dialect: 'retry-after-seconds',
    status: 420,
  } as const;
  const emulator = await withEmulator({ rate, clock: createHandClock() });
  await ask(emulator, 'GET /v4/domains');
  const heard = await ask(emulator, 'GET /v4/domains');
  expect([heard.status, heard.headers.get('retry-after')]).toEqual([420, '60']);
});

it('A request with a wrong key costs the account nothing', async () => {
  const rate = { limit: 1, windowMs: 60_000, window: 'fixed' } as const;
  const emulator = await withEmulator({ seed: SEED, rate, apiKey: 'right' });
  for (let sent = 0; sent < 3; sent += 1) {
    expect((await ask(emulator, `GET ${HOOKS}`, { key: 'wrong' })).status).toBe(401);
  }
  expect((await ask(emulator, `GET ${HOOKS}`, { key: 'right' })).status).toBe(200);
});

it('A 401 names no key, also when the key is good but may only send messages', async () => {
  const emulator = await withEmulator({ seed: SEED, behaviour: { keyRole: 'sending' } });
  const { status, headers } = await ask(emulator, `GET ${HOOKS}`);
  expect([status, headers.get('x-mailgun-key-id')]).toEqual([401, null]);
});
