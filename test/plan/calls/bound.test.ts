import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, type EventType } from '../../../src/model/event-type.ts';
import type { Webhooks } from '../../../src/model/webhooks.ts';
import { endInReach, lowerBound } from '../../../src/plan/calls/bound.ts';
import { coversOf, leastCalls } from '../../../src/plan/calls/cover.ts';
import { jobsOf } from '../../../src/plan/calls/job.ts';
import type { Rule } from '../../../src/plan/calls/row-step.ts';
import { tableOf } from '../../../src/plan/calls/table.ts';
import { filled, type Pair } from './arbitrary-tables.ts';
import { fewestCalls, type SmallTable } from './every-state.ts';
import { isPossibleWithin } from './no-shorter.ts';
import { smallTables } from './small-tables.ts';

const on = (urls: string, eventTypes: readonly EventType[] = EVENT_TYPES): Webhooks =>
  filled((eventType) => (eventTypes.includes(eventType) ? [...urls] : []));

/** URLs of one letter; a word for each of the first event types, `.` for none. */
function lists(words: string): Webhooks {
  const list = words.split(' ');
  return filled((eventType) =>
    [...(list[EVENT_TYPES.indexOf(eventType)] ?? '')].filter((url) => url !== '.'),
  );
}

interface Example extends Pair {
  readonly about: string;
  /** The bound that minds no order, and the one that does. */
  readonly least: number;
  readonly bound: number;
}

const EXAMPLES: readonly Example[] = [
  { about: 'nothing to do', from: on('ab'), to: on('ab'), least: 0, bound: 0 },
  { about: 'one URL for another: the new one first', from: on('a'), to: on('b'), least: 2, bound: 2 },
  {
    about: 'three URLs for three others: a v4-delete of all would leave nothing',
    from: on('abc'),
    to: on('def'),
    least: 4,
    bound: 5,
  },
  {
    about: 'two that change places crosswise: each would have to come before the other',
    from: lists('abc abc abd abd'),
    to: lists('abd abd abc abc'),
    least: 2,
    bound: 3,
  },
];

const boundsOf = ({ from, to }: Pair) => {
  const table = tableOf({ from, to, pinned: [] });
  const covers = coversOf(table);
  return { least: leastCalls(covers), bound: lowerBound(table, covers) };
};

/** The least number of calls at which some path leads to the end, if contents have to keep the rule. */
function boundBy(rule: Rule, { from, to, pinned }: SmallTable, callsMax: number): number {
  const table = tableOf({ from, to, pinned });
  const covers = coversOf(table);
  for (let length = 0; length <= callsMax; length += 1) {
    for (const cover of covers.filter(({ calls }) => calls <= length)) {
      const isInReach = endInReach(jobsOf(table, cover, rule));
      if (isInReach({ open: 0, done: 0, spare: length - cover.calls })) return length;
    }
  }
  return Number.POSITIVE_INFINITY;
}

describe('the lower bound that minds the order', () => {
  it.each(EXAMPLES)('$about', ({ about: _, from, to, ...bounds }) => {
    expect(boundsOf({ from, to })).toEqual(bounds);
  });

  it.each([
    { about: '3 event types by 4 URLs', columns: 3, rows: 4, numRuns: 2000 },
    { about: '4 by 4', columns: 4, rows: 4, numRuns: 250 },
    { about: '2 by 6', columns: 2, rows: 6, numRuns: 1000 },
    { about: '3 by 4, all full', columns: 3, rows: 4, min: 3, numRuns: 1500 },
    { about: '4 by 4, all full', columns: 4, rows: 4, min: 3, numRuns: 500 },
  ])('is never above what a search of every state finds: $about', ({ numRuns, ...size }) => {
    fc.assert(
      fc.property(smallTables(size), (table) => {
        const all = tableOf(table);
        const covers = coversOf(all);
        const bound = lowerBound(all, covers);
        expect(bound).toBeLessThanOrEqual(fewestCalls(table));
        expect(bound).toBeGreaterThanOrEqual(leastCalls(covers));
      }),
      { numRuns },
    );
  });

  /** There, a v4-delete can take URLs along, and covers can be of many kinds. */
  it('is never above what a second program finds for 5 event types by 5 or 6 URLs', () => {
    const tables = fc.oneof(
      smallTables({ columns: 5, rows: 6, plain: true }),
      smallTables({ columns: 5, rows: 5, min: 2, plain: true }),
    );
    const above = fc.sample(tables, { numRuns: 12_000, seed: 31 }).flatMap((table) => {
      const { least, bound } = boundsOf(table);
      return bound > least ? [{ ...table, bound }] : [];
    });
    expect(above.length).toBeGreaterThan(150);
    const tooHigh = above.filter(({ from, to, bound }) => isPossibleWithin(bound - 1, from, to));
    expect(tooHigh).toEqual([]);
  });

  it('holds, too, for sequences that lose no URL before all that come have come', () => {
    fc.assert(
      fc.property(smallTables({ columns: 3, rows: 4 }), (table) => {
        const fewest = fewestCalls({ ...table, gapless: true });
        expect(boundBy('gapless', table, Math.min(fewest, 3))).toBeLessThanOrEqual(fewest);
      }),
      { numRuns: 1500 },
    );
  });
});
