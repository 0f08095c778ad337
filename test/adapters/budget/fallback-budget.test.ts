import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBottleneckBudget } from '../../../src/adapters/budget/bottleneck-budget.ts';
import { FallbackBudget } from '../../../src/adapters/budget/fallback-budget.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const sweep = { priority: 'sweep', signal: new AbortController().signal } as const;

/** A process whose own share is 30; the shared window lets everything through, or, once it is lost, nothing. */
function processWithFallback() {
  const clock = createSystemClock();
  const shared = createBottleneckBudget({ requestsPerMinute: 300, clock });
  const own = createBottleneckBudget({ requestsPerMinute: 30, clock });
  const budget = new FallbackBudget({ shared, own, clock });
  let sent = 0;
  const ask = (requests: number) => {
    for (let request = 0; request < requests; request += 1) {
      const send = async () => {
        sent += 1;
      };
      budget.spend(sweep, send).catch(() => undefined);
    }
  };
  const sentAfter = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    return sent;
  };
  const lose = () => {
    shared.pause(3_600_000);
    budget.lost();
  };
  return { budget, ask, sentAfter, lose };
}

describe('a budget that falls back to its own share', () => {
  it('uses the shared window while Redis can be reached', async () => {
    const { ask, sentAfter } = processWithFallback();
    ask(100);
    expect(await sentAfter(1000)).toBe(100);
  });

  it('is quiet until the slots of the others cannot count any more, and then sends its share, those who waited first', async () => {
    const { budget, ask, sentAfter, lose } = processWithFallback();
    lose();
    ask(100);
    expect(budget.state()).toMatchObject({ remaining: 0, pausedForMs: 120_000 });
    expect(await sentAfter(119_900)).toBe(0);
    expect(await sentAfter(1000)).toBe(30);
    expect(await sentAfter(62_000)).toBeGreaterThanOrEqual(59);
  });

  it('takes those along who waited for a slot of the shared window when it was lost', async () => {
    const { ask, sentAfter, lose, budget } = processWithFallback();
    budget.pause(10);
    ask(10);
    lose();
    expect(await sentAfter(121_000)).toBe(10);
  });

  it('is quiet again before it goes back to the shared window', async () => {
    const { budget, ask, sentAfter, lose } = processWithFallback();
    lose();
    await sentAfter(121_000);
    budget.connected();
    ask(5);
    expect(await sentAfter(74_000)).toBe(0);
    expect(budget.state().pausedForMs).toBeGreaterThan(0);
  });

  it('does not start anew when it hears the same twice', async () => {
    const { budget, sentAfter, lose } = processWithFallback();
    lose();
    await sentAfter(60_000);
    budget.lost();
    expect(budget.state().pausedForMs).toBe(60_000);
  });

  it('lets a caller leave while it is quiet', async () => {
    const { budget, lose } = processWithFallback();
    lose();
    const stop = new AbortController();
    const waiting = budget.spend({ priority: 'write', signal: stop.signal }, async () => 'sent');
    stop.abort(new Error('SIGTERM received'));
    await expect(waiting).rejects.toThrow('SIGTERM received');
  });
});
