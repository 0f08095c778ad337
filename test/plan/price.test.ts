import { describe, expect, it } from 'vitest';
import { priceOf } from '../../src/plan/price.ts';

const rested = { perMinute: 300, remaining: 300, pausedForMs: 0 };

describe('priceOf', () => {
  it.each([
    ['nothing costs nothing', 0, rested, 0],
    ['what is left of the budget goes at once', 300, rested, 0],
    ['one call more waits a minute', 301, rested, 60],
    ['3,000 calls wait nine minutes', 3000, rested, 540],
    ['a spent budget makes the first call wait', 1, { ...rested, remaining: 0 }, 60],
    ['a pause comes on top', 1, { ...rested, pausedForMs: 4200 }, 5],
    ['a smaller share takes longer', 120, { perMinute: 60, remaining: 60, pausedForMs: 0 }, 60],
  ] as const)('%s', (...row) => {
    const [, calls, budget, seconds] = row;
    expect(priceOf(calls, budget)).toEqual({ calls, seconds });
  });
});
