import { describe, expect, it, onTestFinished } from 'vitest';
import { openSharedWindow } from '../../../src/adapters/budget/redis/shared-window.ts';
import { RequestQueue } from '../../../src/adapters/budget/request-queue.ts';
import { createSharedBudget } from '../../../src/adapters/budget/shared-budget.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import { NotSentError, type Priority } from '../../../src/ports/rate-budget.ts';
import { redisMissing, withRedis } from '../../support/redis-server.ts';

const signal = new AbortController().signal;

/** A budget of 10 requests in 600 ms, in a Redis of its own. */
async function open(inFlightMax: number) {
  const redis = await withRedis();
  const clock = createSystemClock();
  const window = await openSharedWindow({
    redisUrl: redis.url,
    account: 'account',
    limit: 10,
    windowMs: 600,
    leaseMs: 600,
    clock,
    random: Math.random,
    onState: () => undefined,
  });
  const queue = new RequestQueue({ inFlightMax, slots: () => null });
  const budget = createSharedBudget({ window, queue, requestsPerMinute: 10, clock });
  onTestFinished(() => budget.close());
  return budget;
}

describe.skipIf(redisMissing)('a budget in Redis', () => {
  it('lets each request leave once, the most urgent first, and passes answers and failures on', async () => {
    const budget = await open(1);
    const order: Priority[] = [];
    const spend = (priority: Priority) =>
      budget.spend({ priority, signal }, async () => order.push(priority));
    await Promise.all((['sweep', 'sweep', 'retry', 'changed', 'write'] as const).map(spend));
    expect(order).toEqual(['sweep', 'write', 'changed', 'retry', 'sweep']);
    const failure = new Error('connection reset');
    await expect(budget.spend({ priority: 'write', signal }, () => Promise.reject(failure))).rejects.toBe(
      failure,
    );
  });

  it('gives the slot of a request that did not leave after all back at once', async () => {
    const budget = await open(1);
    const notSent = () => Promise.reject(new NotSentError());
    for (let request = 0; request < 25; request += 1) {
      await expect(budget.spend({ priority: 'write', signal }, notSent)).rejects.toThrow(NotSentError);
    }
    expect(budget.state().remaining).toBeGreaterThan(0);
  });

  it('rejects whoever waits when it is closed', async () => {
    const budget = await open(5);
    budget.pause(60_000);
    const waiting = budget.spend({ priority: 'write', signal }, async () => 'sent');
    const settled = expect(waiting).rejects.toThrow();
    await budget.close();
    await settled;
  });
});
