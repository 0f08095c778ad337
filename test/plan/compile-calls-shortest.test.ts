import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coversOf, leastCalls } from '../../src/plan/calls/cover.ts';
import { shortestCalls } from '../../src/plan/calls/shortest-calls.ts';
import { tableOf } from '../../src/plan/calls/table.ts';
import { compileCalls } from '../../src/plan/compile-calls.ts';
import { MAIN, MG } from '../support/domains.ts';
import { PAIRS, type Pair } from './calls/arbitrary-tables.ts';
import { breaches } from './calls/breaches.ts';
import { fewestCalls, type SmallTable } from './calls/every-state.ts';
import { isPossibleWithin } from './calls/no-shorter.ts';
import { smallTables } from './calls/small-tables.ts';

const key = { account: MAIN, domain: MG };

function callsFor({ from, to, pinned }: Pick<SmallTable, 'from' | 'to' | 'pinned'>) {
  const compiled = compileCalls({ key, from, to, pinned, api: 'auto' });
  return compiled.kind === 'calls' ? compiled.calls : [];
}

describe('the calls of a small domain', () => {
  it.each([
    { columns: 3, numRuns: 2500 },
    { columns: 4, numRuns: 1500 },
  ])('are as few as a search of every state finds: $columns event types, 4 URLs', ({ columns, numRuns }) => {
    fc.assert(
      fc.property(smallTables({ columns, rows: 4 }), (table) => {
        expect(callsFor(table)).toHaveLength(fewestCalls(table));
      }),
      { numRuns },
    );
  });

  it('lose no URL before all that come have come, if that takes no more calls', () => {
    fc.assert(
      fc.property(smallTables({ columns: 3, rows: 4 }), (table) => {
        const calls = callsFor(table);
        if (fewestCalls({ ...table, gapless: true }) > calls.length) return;
        expect(breaches({ ...table, gapless: true }, calls)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('deliveries nobody asked for', () => {
  it('would hardly ever save a call: at most one small domain of a hundred', () => {
    const tables = fc.sample(smallTables({ columns: 3, rows: 4 }), { numRuns: 400, seed: 7 });
    const saved = tables.filter((table) => fewestCalls({ ...table, strays: true }) < callsFor(table).length);
    expect(saved.length).toBeLessThanOrEqual(4);
  });
});

describe('the calls of a whole domain, 8 event types by 6 URLs', () => {
  /** By how many calls the sequences of a thousand domains exceed the lower bound, and the one that minds no order. */
  function excessOf(pairs: fc.Arbitrary<Pair>) {
    return fc.sample(pairs, { numRuns: 1000, seed: 2024 }).map((pair) => {
      const table = tableOf({ ...pair, pinned: [] });
      const { calls, bound } = shortestCalls({ table, key, callsMax: 8 });
      const length = calls?.length ?? Number.POSITIVE_INFINITY;
      return { pair, excess: length - bound, excessOfLeast: length - leastCalls(coversOf(table)) };
    });
  }

  it.each(Object.entries(PAIRS))(
    'are as many as the lower bound says in 98 of 100 cases, else one more: %s',
    (_, pairs) => {
      const cases = excessOf(pairs);
      expect(cases.filter(({ excess }) => excess > 1)).toEqual([]);
      expect(cases.filter(({ excess }) => excess === 0).length).toBeGreaterThanOrEqual(0.98 * cases.length);
    },
  );

  it.each(['drift', 'sparse', 'templates', 'uniform', 'full'] as const)(
    'cannot be fewer where they exceed the bound that minds no order: %s',
    (name) => {
      const above = excessOf(PAIRS[name]).filter(({ excessOfLeast }) => excessOfLeast > 0);
      for (const { pair } of above.slice(0, 15)) {
        const calls = callsFor({ ...pair, pinned: [] });
        expect(isPossibleWithin(calls.length, pair.from, pair.to)).toBe(true);
        expect(isPossibleWithin(calls.length - 1, pair.from, pair.to)).toBe(false);
      }
    },
  );

  it('are legal, and no more than those of v3 alone, when the search gives up', () => {
    const found = fc.sample(PAIRS.full, { numRuns: 50, seed: 11 }).map((pair) => {
      const table = tableOf({ ...pair, pinned: [] });
      return { pair, ...shortestCalls({ table, key, callsMax: 8, statesMax: 2 }) };
    });
    expect(found.filter(({ gaveUp }) => gaveUp).length).toBeGreaterThan(25);
    for (const { pair, calls } of found) {
      expect(calls === undefined ? [] : breaches(pair, calls)).toEqual([]);
      expect(calls?.length ?? 0).toBeLessThanOrEqual(8);
    }
  });

  it('are found by visiting few states', () => {
    for (const pairs of Object.values(PAIRS)) {
      for (const pair of fc.sample(pairs, { numRuns: 300, seed: 5 })) {
        const found = shortestCalls({ table: tableOf({ ...pair, pinned: [] }), key, callsMax: 8 });
        expect(found.states).toBeLessThan(200);
        expect(found.gaveUp).toBe(false);
      }
    }
  });
});
