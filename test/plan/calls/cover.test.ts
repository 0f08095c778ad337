import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, type EventType } from '../../../src/model/event-type.ts';
import type { Webhooks } from '../../../src/model/webhooks.ts';
import { coversOf, leastCalls } from '../../../src/plan/calls/cover.ts';
import { tableOf } from '../../../src/plan/calls/table.ts';
import { filled } from './arbitrary-tables.ts';

const COMMA = 'https://a.example.com/?ids=1,2';

const on = (urls: readonly string[], eventTypes: readonly EventType[] = EVENT_TYPES): Webhooks =>
  filled((eventType) => (eventTypes.includes(eventType) ? urls : []));
const SIX = EVENT_TYPES.slice(0, 6);

interface Example {
  readonly about: string;
  readonly from: Webhooks;
  readonly to: Webhooks;
  readonly pinned?: readonly string[];
  readonly bound: number;
}

const EXAMPLES: readonly Example[] = [
  { about: 'a row that does not differ costs nothing', from: on(['a', 'b']), to: on(['a', 'b']), bound: 0 },
  { about: 'rows that end empty share a call', from: on(['a', 'b', 'c']), to: {}, bound: 1 },
  {
    about: 'a row that differs and stays somewhere costs a call',
    from: on(['a']),
    to: on(['a'], SIX),
    bound: 1,
  },
  { about: 'a row with a kept cell cannot share', from: on(['a', 'b']), to: on(['a'], SIX), bound: 2 },
  {
    about: 'one v3 call covers all rows of its column',
    from: {},
    to: on(['a', 'b', 'c'], ['opened']),
    bound: 1,
  },
  {
    about: 'a URL with a comma needs a column to end empty in',
    from: on([COMMA, 'b']),
    to: on(['b']),
    bound: 2,
  },
  {
    about: 'a pinned URL loses nothing but by v3 calls',
    from: on(['a', 'b'], SIX),
    to: on(['b'], SIX),
    pinned: ['a'],
    bound: 6,
  },
  {
    about: 'a pinned URL gains by one v4 call',
    from: on(['b']),
    to: on(['a', 'b']),
    pinned: ['a'],
    bound: 1,
  },
];

describe('the least number of calls, in whatever order', () => {
  it.each(EXAMPLES)('$about', ({ from, to, pinned = [], bound }) => {
    expect(leastCalls(coversOf(tableOf({ from, to, pinned })))).toBe(bound);
  });

  it('is found among all choices of event types for v3 calls that can be carried out', () => {
    const covers = coversOf(tableOf({ from: on(['a'], SIX), to: on(['b'], SIX), pinned: [] }));
    expect(covers).toHaveLength(2 ** 6);
    expect(covers.find(({ columns }) => columns === 0)).toEqual({
      columns: 0,
      columnCalls: 0,
      calls: 2,
      additive: 1,
    });
    expect(covers.find(({ columns }) => columns === 63)).toEqual({
      columns: 63,
      columnCalls: 6,
      calls: 6,
      additive: 0,
    });
  });
});
