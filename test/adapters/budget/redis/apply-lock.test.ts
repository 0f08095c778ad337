import { beforeEach, describe, expect, it, vi } from 'vitest';
import { APPLY_LOCK_TIMING } from '../../../../src/adapters/budget/redis/apply-lock-timing.ts';
import { redisMissing } from '../../../support/redis-server.ts';
import { type InspectedRedis, withInspectedRedis } from './inspected-redis.ts';
import { claim, DEAD, LOCK, leaveBehind } from './locked-account.ts';
import { clock } from './window.ts';

describe.skipIf(redisMissing)('the lock of an account in Redis', () => {
  let redis: InspectedRedis;
  beforeEach(async () => {
    redis = await withInspectedRedis();
  });

  it('names its holder, and is gone when it is released', async () => {
    const lock = await claim(redis, 1);
    const { holder } = await redis.inspector.hgetall(LOCK);
    expect(JSON.parse(holder ?? '')).toMatchObject({ pid: 1, host: 'here', command: 'mghooks 1' });
    await lock.release();
    expect(await redis.inspector.exists(LOCK)).toBe(0);
  });

  it('makes a second process wait until the first one ends, and says so once', async () => {
    const order: string[] = [];
    const first = await claim(redis, 1);
    const second = claim(redis, 2, { onWait: ({ command }) => order.push(`waits for ${command}`) });
    await vi.waitFor(() => expect(order).toHaveLength(1), 5000);
    await clock.sleep(600);
    order.push('first ends');
    await first.release();
    const lock = await second;
    expect(order).toEqual(['waits for mghooks 1', 'first ends']);
    await lock.release();
  });

  it('gives up after the time limit, and names who has it', async () => {
    const first = await claim(redis, 1);
    await expect(claim(redis, 2, { timeoutMs: 0 })).rejects.toThrow(
      "'mghooks 1' (process 1 on here) works on this account through the same Redis; waited 0 s",
    );
    expect(await redis.inspector.hget(LOCK, 'holder')).toContain('"pid":1');
    await first.release();
  });

  it('is never with two of many at once, and each gets its turn', async () => {
    let inside = 0;
    let most = 0;
    const work = async (pid: number) => {
      const lock = await claim(redis, pid, { timing: { ...APPLY_LOCK_TIMING, lookEveryMs: 5 } });
      inside += 1;
      most = Math.max(most, inside);
      await clock.sleep(10);
      inside -= 1;
      await lock.release();
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => work(index + 100)));
    expect(most).toBe(1);
  });

  it('is taken over at once from a process of this machine that was killed', async () => {
    await leaveBehind(redis, 'm1');
    const lock = await claim(redis, 1, { timeoutMs: 0 });
    expect(lock.state()).toEqual({ leading: true });
    await lock.release();
  });

  it('goes to exactly one of many that find a dead holder at the same moment', async () => {
    await leaveBehind(redis, 'm1');
    const settled = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => claim(redis, index + 100, { timeoutMs: 300 })),
    );
    const won = settled.filter((each) => each.status === 'fulfilled');
    expect(won).toHaveLength(1);
    await won[0]?.value.release();
  });

  it.each([
    ['another machine, even one with the same host name', 'm2', 'm1'],
    ['a machine that cannot be told from others', '', ''],
  ])('is not taken from a process of %s before its lease is over', async (_where, machine, here) => {
    await leaveBehind(redis, machine);
    await expect(claim(redis, 1, { machine: here, timeoutMs: 0 })).rejects.toThrow(`process ${DEAD.pid}`);
    // No lease is longer than the longest: the one that was left behind was cut to that of who looked.
    const until = Number(await redis.inspector.hget(LOCK, 'until'));
    expect(until - Date.now()).toBeLessThanOrEqual(APPLY_LOCK_TIMING.leaseMs);
    await redis.inspector.hset(LOCK, 'until', Date.now() + 400);
    const startMs = clock.nowMs();
    const lock = await claim(redis, 1, { machine: here });
    expect(clock.nowMs() - startMs).toBeGreaterThan(300);
    await lock.release();
  });

  it('is with somebody unknown if what it says cannot be read', async () => {
    await redis.inspector.hset(LOCK, { token: 't', holder: '{"pid":', until: Date.now() + 60_000 });
    await expect(claim(redis, 1, { timeoutMs: 0 })).rejects.toThrow("'another program' (process 0 on");
  });

  it('belongs to one account: another one has its own', async () => {
    const locks = await Promise.all([claim(redis, 1), claim(redis, 2, { account: 'a2', timeoutMs: 0 })]);
    await Promise.all(locks.map((lock) => lock.release()));
  });

  it('ends the wait when the process is told to stop', async () => {
    const first = await claim(redis, 1);
    const stop = new AbortController();
    const onWait = () => stop.abort(new Error('SIGTERM received'));
    await expect(claim(redis, 2, { signal: stop.signal, onWait })).rejects.toThrow('SIGTERM received');
    await first.release();
  });

  it('waits for a Redis that is away, up to the time limit', async () => {
    await redis.kill();
    await expect(claim(redis, 1, { timeoutMs: 300 })).rejects.toThrow('nothing listens there');
    const waiting = claim(redis, 1);
    await redis.restart();
    const lock = await waiting;
    await lock.release();
  });

  it('is refused at once with a URL that is wrong', async () => {
    await expect(claim(redis, 1, { redisUrl: 'http://127.0.0.1' })).rejects.toThrow('has another scheme');
  });
});
