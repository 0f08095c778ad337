import { describe, expect, it } from 'vitest';
import type { FaultMatch } from '../../../src/emulator/faults/fault-rule.ts';
import { ask, withEmulator } from '../../support/emulator.ts';
import { createHandClock } from '../../support/hand-clock.ts';

const HOOKS = '/v3/domains/mg.example.com/webhooks';
const A = 'https://a.example/';
const SEED = { domains: { 'mg.example.com': { delivered: [A] }, 'other.example': { delivered: [A] } } };
const TEAPOT = { kind: 'answer', status: 418 } as const;

async function startWith(match: FaultMatch) {
  return withEmulator({ seed: SEED, clock: createHandClock(), faults: [{ match, fault: TEAPOT }] });
}

describe('A fault strikes the requests that match', () => {
  it.each([
    { match: {}, call: `GET ${HOOKS}`, hit: true },
    { match: { method: 'put' }, call: `PUT ${HOOKS}/delivered`, hit: true },
    { match: { method: 'PUT' }, call: `GET ${HOOKS}`, hit: false },
    { match: { domain: 'MG.example.com' }, call: `GET ${HOOKS}`, hit: true },
    { match: { domain: 'mg.example.com' }, call: 'GET /v3/domains/other.example/webhooks', hit: false },
    { match: { domain: 'mg.example.com' }, call: 'GET /v4/domains', hit: false },
    { match: { path: '^/v4/domains($|\\?)' }, call: 'GET /v4/domains?limit=1', hit: true },
    { match: { path: '^/v4/domains($|\\?)' }, call: `GET ${HOOKS}`, hit: false },
    { match: { event: 'delivered' }, call: `GET ${HOOKS}/delivered`, hit: true },
    { match: { event: 'delivered' }, call: `GET ${HOOKS}/opened`, hit: false },
    { match: { event: 'opened' }, call: `POST ${HOOKS}?id=opened`, hit: true },
    {
      match: { event: 'opened' },
      call: 'POST /v4/domains/mg.example.com/webhooks?event_types=clicked&event_types=opened',
      hit: true,
    },
    { match: { event: 'delivered' }, call: `GET ${HOOKS}`, hit: false },
    { match: { method: 'GET', event: 'opened' }, call: `PUT ${HOOKS}/opened`, hit: false },
  ])('$match and $call: $hit', async ({ match, call, hit }) => {
    const { status } = await ask(await startWith(match), call);
    expect(status === 418).toBe(hit);
  });

  it.each([
    { match: { nth: 3 }, hits: [false, false, true, false, false] },
    { match: { times: 2 }, hits: [true, true, false, false, false] },
    { match: { nth: 2, times: 2 }, hits: [false, true, true, false, false] },
    { match: {}, hits: [true, true, true, true, true] },
  ])('as often as it is told to: $match', async ({ match, hits }) => {
    const emulator = await startWith({ ...match, domain: 'mg.example.com' });
    const statuses: number[] = [];
    for (const _ of hits) {
      await ask(emulator, 'GET /v4/domains');
      statuses.push((await ask(emulator, `GET ${HOOKS}`)).status);
    }
    expect(statuses.map((status) => status === 418)).toEqual(hits);
  });

  it('for as long as it is told to', async () => {
    const clock = createHandClock();
    const emulator = await withEmulator({ seed: SEED, clock });
    clock.advance(5000);
    emulator.addFault({ match: { forMs: 1000 }, fault: TEAPOT });
    clock.advance(999);
    expect((await ask(emulator, `GET ${HOOKS}`)).status).toBe(418);
    clock.advance(1);
    expect((await ask(emulator, `GET ${HOOKS}`)).status).toBe(200);
  });

  it('until it is cleared', async () => {
    const emulator = await startWith({});
    emulator.clearFaults();
    expect((await ask(emulator, `GET ${HOOKS}`)).status).toBe(200);
  });

  it('together with others that match, the first one outermost', async () => {
    const emulator = await startWith({ nth: 2 });
    emulator.addFault({ match: { nth: 2 }, fault: { kind: 'html', status: 503 } });
    emulator.addFault({ fault: { kind: 'change', domain: 'mg.example.com', event: 'opened', urls: [A] } });
    emulator.addFault({ fault: { kind: 'add-headers', headers: { 'X-Extra': 'yes' } } });
    const first = await ask(emulator, `GET ${HOOKS}`);
    expect([first.headers.get('x-extra'), first.text.includes('opened')]).toEqual(['yes', true]);
    expect((await ask(emulator, `GET ${HOOKS}`)).status).toBe(418);
  });
});

it('A request that a fault answers costs the budget all the same', async () => {
  const emulator = await withEmulator({
    seed: SEED,
    rate: { limit: 1, windowMs: 60_000, window: 'fixed' },
    faults: [{ match: { nth: 1 }, fault: TEAPOT }],
  });
  expect((await ask(emulator, `GET ${HOOKS}`)).status).toBe(418);
  expect((await ask(emulator, `GET ${HOOKS}`)).status).toBe(429);
});

it('A fault whose path is no regular expression is refused when it is added', async () => {
  const emulator = await withEmulator();
  expect(() => emulator.addFault({ match: { path: '(' }, fault: TEAPOT })).toThrow(SyntaxError);
});
