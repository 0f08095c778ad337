import { describe, expect, it, onTestFinished } from 'vitest';
import { createBottleneckBudget } from '../../../src/adapters/budget/bottleneck-budget.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import { withEmulator } from '../../support/emulator.ts';
import { createBench, keyOf, SWEEP } from './bench.ts';

const WINDOW_MS = 1000;
const LIMIT = 20;
const domains = Array.from({ length: 50 }, (_, n) => `d${n}.example.com`);
const seed = { domains: Object.fromEntries(domains.map((name) => [name, {}])) };

function openBudget(requestsPerMinute: number) {
  const clock = createSystemClock();
  const budget = createBottleneckBudget({ requestsPerMinute, windowMs: WINDOW_MS, clock });
  onTestFinished(() => budget.close());
  return { clock, budget };
}

describe('reading with a real budget', () => {
  it.each(['fixed', 'rolling'] as const)(
    'never asks more often than the server allows (%s window)',
    async (window) => {
      const emulator = await withEmulator({ seed, rate: { window, limit: LIMIT, windowMs: WINDOW_MS } });
      const { reader } = createBench(emulator.origin, openBudget(LIMIT));
      const states = await Promise.all(domains.map((name) => reader.readWebhooks(keyOf(name), SWEEP)));
      expect(states.filter((state) => state.kind === 'read')).toHaveLength(50);
      expect(emulator.requests().map(({ status }) => status)).toEqual(Array(50).fill(200));
      expect(emulator.worstWindow()).toBeLessThanOrEqual(LIMIT);
    },
  );

  it('gets through all the same when something else uses the account too', async () => {
    const emulator = await withEmulator({
      seed,
      rate: { window: 'rolling', limit: LIMIT / 2, windowMs: WINDOW_MS },
    });
    const { reader, entries } = createBench(emulator.origin, openBudget(LIMIT));
    const some = domains.slice(0, 15);
    const states = await Promise.all(some.map((name) => reader.readWebhooks(keyOf(name), SWEEP)));
    expect(states.filter((state) => state.kind === 'read')).toHaveLength(15);
    expect(entries.some(({ kind }) => kind === 'account-throttled')).toBe(true);
  });
});
