import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBottleneckBudget } from '../../../src/adapters/budget/bottleneck-budget.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';

/** 297, which is all but the reserve, is 27 rounds of eleven: after the last one nobody waits. */
const WORKERS = 11;
const signal = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** All that are under way are answered in the same moment. */
function answeredWithTheOthers(): Promise<void> {
  const everyMs = 50;
  return new Promise((answer) => setTimeout(answer, everyMs - (performance.now() % everyMs)));
}

describe('the reserve of a budget, where answers come in bursts', () => {
  it('is there for a change, although at moments nobody waits and nothing is under way', async () => {
    const budget = createBottleneckBudget({ requestsPerMinute: 300, clock: createSystemClock() });
    let swept = 0;
    const sweep = async (worker: number): Promise<void> => {
      while (swept < 1000) {
        // The workers come back one after the other.
        await budget.spend({ priority: 'sweep', signal }, answeredWithTheOthers);
        swept += 1;
        await new Promise((later) => setTimeout(later, 1 + worker));
      }
    };
    for (let worker = 0; worker < WORKERS; worker += 1) void sweep(worker).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    let left = false;
    void budget.spend({ priority: 'changed', signal }, () => {
      left = true;
      return Promise.resolve();
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect({ left, swept }).toEqual({ left: true, swept: 297 });
    await budget.close();
  });
});
