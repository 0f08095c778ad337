import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApplyLock } from '../../../../src/adapters/budget/redis/apply-lock.ts';
import { APPLY_LOCK_TIMING } from '../../../../src/adapters/budget/redis/apply-lock-timing.ts';
import { createHandClock, type HandClock } from '../../../support/hand-clock.ts';
import { redisMissing } from '../../../support/redis-server.ts';
import { type InspectedRedis, withInspectedRedis } from './inspected-redis.ts';
import { claim, LOCK, renew } from './locked-account.ts';

/** Takes the lock as process 1, on a clock that stands still. */
async function hold(redis: InspectedRedis): Promise<{ lock: ApplyLock; time: HandClock }> {
  const time = createHandClock();
  return { lock: await claim(redis, 1, { clock: time }), time };
}

/** Its lease is over, as far as Redis knows. */
async function endLease({ inspector }: InspectedRedis): Promise<void> {
  await inspector.hset(LOCK, 'until', Date.now() - 1);
}

describe.skipIf(redisMissing)('the lease of a lock in Redis', () => {
  let redis: InspectedRedis;
  beforeEach(async () => {
    redis = await withInspectedRedis();
  });

  it('lets writes leave for 11 s after a renewal was sent, and is renewed every 3 s', async () => {
    const { lock, time } = await hold(redis);
    expect(lock.writeUntilMs()).toBe(11_000);
    await endLease(redis);
    await renew(time, () => expect(lock.writeUntilMs()).toBe(14_000));
    const left = Number(await redis.inspector.hget(LOCK, 'until')) - Date.now();
    expect(left).toBeGreaterThan(APPLY_LOCK_TIMING.leaseMs - 5000);
    await renew(time, () => expect(lock.writeUntilMs()).toBe(17_000));
    await lock.release();
    expect(lock.writeUntilMs()).toBe(Number.NEGATIVE_INFINITY);
  });

  it('ends by itself while Redis is away: no write may leave 11 s after the last renewal', async () => {
    const { lock, time } = await hold(redis);
    await redis.kill();
    // Nothing listens there, or, if the end of the connection is not known yet, it is closed.
    await renew(time, () => expect(lock.state().problem).toContain('cannot be renewed: Redis at redis://'));
    time.advance(16_999);
    expect(lock.state().leading).toBe(true);
    time.advance(1);
    expect(lock.state().leading).toBe(false);
    expect(lock.writeUntilMs()).toBe(11_000);
    await lock.release();
  });

  it('goes on after Redis was away, even longer than the lease, if nobody else had the lock', async () => {
    const { lock, time } = await hold(redis);
    await endLease(redis);
    // As long as somebody who thinks about a question with the lid of the laptop closed.
    time.advance(60_000);
    await vi.waitFor(() => expect(lock.writeUntilMs()).toBe(71_000), 5000);
    expect(lock.state()).toEqual({ leading: true });
    await lock.release();
  });

  it('is lost for good when another one took the lock after it was over, and is left to that one', async () => {
    const { lock, time } = await hold(redis);
    await endLease(redis);
    const other = await claim(redis, 2, { timeoutMs: 0 });
    await renew(time, () => expect(lock.writeUntilMs()).toBe(Number.NEGATIVE_INFINITY));
    expect(lock.state()).toEqual({
      leading: false,
      problem: "'mghooks 2' (process 2 on here) has the lock of the account now",
    });
    await lock.release();
    expect(await redis.inspector.hget(LOCK, 'holder')).toContain('"pid":2');
    await other.release();
  });

  it('is made again in a Redis that has forgotten it, while nobody else could have had the lock', async () => {
    const { lock, time } = await hold(redis);
    await redis.restart();
    expect(await redis.inspector.exists(LOCK)).toBe(0);
    await vi.waitFor(async () => {
      time.advance(100);
      expect(await redis.inspector.hget(LOCK, 'holder')).toContain('"pid":1');
    }, 8000);
    await lock.release();
  });

  it('is lost when Redis has forgotten it, and its time is over', async () => {
    const { lock, time } = await hold(redis);
    await redis.inspector.flushall();
    time.advance(20_000);
    await vi.waitFor(
      () =>
        expect(lock.state()).toEqual({
          leading: false,
          problem: 'Redis has forgotten who has the lock of the account',
        }),
      5000,
    );
    expect(await redis.inspector.exists(LOCK)).toBe(0);
    await lock.release();
  });

  it('does not come back when the lock is released while a renewal is on its way', async () => {
    const { lock, time } = await hold(redis);
    process.kill(redis.pid(), 'SIGSTOP');
    time.advance(3000);
    const released = lock.release();
    process.kill(redis.pid(), 'SIGCONT');
    await released;
    expect(await redis.inspector.exists(LOCK)).toBe(0);
  });

  it('does not hold up a process that ends while Redis hangs', async () => {
    const lock = await claim(redis, 1);
    process.kill(redis.pid(), 'SIGSTOP');
    const startMs = performance.now();
    await lock.release();
    expect(performance.now() - startMs).toBeLessThan(2000);
    process.kill(redis.pid(), 'SIGCONT');
  });
});
