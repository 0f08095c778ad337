import { expect, it } from 'vitest';
import { ask, withEmulator } from '../support/emulator.ts';
import { createHandClock } from '../support/hand-clock.ts';

const HOOKS = 'GET /v3/domains/mg.example.com/webhooks';

async function startLimited() {
  const clock = createHandClock();
  return { clock, emulator: await withEmulator({ clock, seed: { domains: { 'mg.example.com': {} } } }) };
}

it('Mailgun answers 300 requests a minute and refuses the next one with the seconds to wait (doc)', async () => {
  const { clock, emulator } = await startLimited();
  for (let sent = 0; sent < 300; sent += 1) expect((await ask(emulator, HOOKS)).status).toBe(200);
  clock.advance(20_500);
  const refused = await ask(emulator, HOOKS);
  expect([refused.status, refused.text]).toEqual([429, '{"retry-seconds":40}\n']);
  expect(refused.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(refused.headers.get('retry-after')).toBeNull();
  clock.advance(39_500);
  expect((await ask(emulator, HOOKS)).status).toBe(200);
  expect(emulator.worstWindow()).toBe(301);
});

it('Mailgun counts webhooks, domains and tracking of an account and its subaccounts together', async () => {
  const { emulator } = await startLimited();
  const calls = [
    'GET /v4/domains',
    'GET /v3/domains/mg.example.com/tracking',
    HOOKS,
    'GET /v3/domains/x.example/webhooks',
  ];
  for (let sent = 0; sent < 300; sent += 1) {
    const headers = sent % 2 === 0 ? {} : { 'X-Mailgun-On-Behalf-Of': '5f3c0a' };
    await ask(emulator, calls[sent % calls.length] ?? HOOKS, { headers });
  }
  expect((await ask(emulator, HOOKS)).status).toBe(429);
  expect((await ask(emulator, HOOKS, { key: 'of-another-account' })).status).toBe(200);
});

it('Mailgun sends no header about the rate on webhook calls (recorded 2023 and 2026)', async () => {
  const { emulator } = await startLimited();
  const names = [...(await ask(emulator, HOOKS)).headers.keys()];
  expect(names.filter((name) => /rate|request-|retry/i.test(name))).toEqual([]);
});
