import { expect, it } from 'vitest';
import type { Fault } from '../../../src/emulator/faults/fault-rule.ts';
import { ask, withEmulator } from '../../support/emulator.ts';
import { createHandClock } from '../../support/hand-clock.ts';

const PUT = 'PUT /v3/domains/mg.example.com/webhooks/delivered';
const SEED = { domains: { 'mg.example.com': { delivered: ['https://a.example/'] } } };
const NEW = { delivered: ['https://b.example/'] };
const FORM = { form: [['url', 'https://b.example/']] } as const;

/** Sends a write and waits until the emulator sleeps over it. */
async function sendInto(fault: Fault) {
  const clock = createHandClock();
  const emulator = await withEmulator({ seed: SEED, clock, faults: [{ fault }] });
  const heard = ask(emulator, PUT, FORM);
  await expect.poll(() => clock.sleepers()).toBe(1);
  return { clock, emulator, heard };
}

it('A delay keeps a write from having its effect', async () => {
  const { clock, emulator, heard } = await sendInto({ kind: 'delay', ms: 5000 });
  expect(emulator.webhooks('mg.example.com')).toEqual(SEED.domains['mg.example.com']);
  clock.advance(5000);
  expect((await heard).status).toBe(200);
  expect(emulator.history()[0]?.atMs).toBe(5000);
  expect(emulator.requests()[0]?.atMs).toBe(0);
});

it('A delay of the answer alone lets a write have its effect at once', async () => {
  const { clock, emulator, heard } = await sendInto({ kind: 'delay', ms: 5000, when: 'after' });
  expect(emulator.webhooks('mg.example.com')).toEqual(NEW);
  clock.advance(5000);
  expect((await heard).status).toBe(200);
});

it('A delayed write has its effect though its client has gone away', async () => {
  const clock = createHandClock();
  const emulator = await withEmulator({
    seed: SEED,
    clock,
    faults: [{ fault: { kind: 'delay', ms: 5000 } }],
  });
  const client = new AbortController();
  const sent = fetch(`${emulator.origin}${PUT.slice(4)}`, {
    method: 'PUT',
    headers: { authorization: `Basic ${btoa('api:k')}` },
    body: new URLSearchParams({ url: 'https://b.example/' }),
    signal: client.signal,
  });
  await expect.poll(() => clock.sleepers()).toBe(1);
  client.abort();
  await expect(sent).rejects.toThrow();
  clock.advance(5000);
  await expect.poll(() => emulator.webhooks('mg.example.com')).toEqual(NEW);
});

it('A request that the network holds back arrives late, and counts from then on', async () => {
  const { clock, emulator, heard } = await sendInto({ kind: 'hold', ms: 59_000 });
  expect(emulator.worstWindow()).toBe(0);
  clock.advance(59_000);
  expect((await heard).status).toBe(200);
  expect(emulator.requests()[0]?.atMs).toBe(59_000);
  expect(emulator.worstWindow()).toBe(1);
  emulator.clearFaults();
  clock.advance(59_999);
  await ask(emulator, PUT, FORM);
  expect(emulator.worstWindow()).toBe(2);
});
