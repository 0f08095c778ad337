import { beforeEach, describe, expect, it, vi } from 'vitest';
import { redisMissing } from '../../../support/redis-server.ts';
import { acquire, type InspectedRedis, withInspectedRedis } from './inspected-redis.ts';
import { clock, never, restAccount } from './window.ts';

describe.skipIf(redisMissing)('a shared window', () => {
  let redis: InspectedRedis;
  beforeEach(async () => {
    redis = await withInspectedRedis();
  });

  it('gives a rested account its slots at once', async () => {
    const window = await redis.open();
    const startMs = clock.nowMs();
    await acquire(window, 10);
    expect(clock.nowMs() - startMs).toBeLessThan(200);
  });

  it('gives a slot again one window after the answer, counted from the answer', async () => {
    const window = await redis.open({ limit: 1, windowMs: 1000 });
    const slot = await window.acquire(never);
    await clock.sleep(500);
    slot.answered();
    const answeredMs = clock.nowMs();
    await window.acquire(never);
    expect(clock.nowMs() - answeredMs).toBeGreaterThan(1000);
    expect(clock.nowMs() - answeredMs).toBeLessThan(1200);
  });

  it('gives a slot without an answer again after two windows', async () => {
    const window = await redis.open({ limit: 1, windowMs: 1000 });
    const slot = await window.acquire(never);
    slot.lost();
    const lostMs = clock.nowMs();
    await window.acquire(never);
    expect(clock.nowMs() - lostMs).toBeGreaterThan(2000);
    expect(clock.nowMs() - lostMs).toBeLessThan(2300);
  });

  it('gives an unused slot again at once, to another process too', async () => {
    const [one, other] = [await redis.open({ limit: 1 }), await redis.open({ limit: 1 })];
    const slot = await one.acquire(never);
    slot.unused();
    const startMs = clock.nowMs();
    await other.acquire(never);
    expect(clock.nowMs() - startMs).toBeLessThan(500);
  });

  it('counts the first end of a slot alone', async () => {
    const window = await redis.open({ limit: 1 });
    const slot = await window.acquire(never);
    slot.answered();
    slot.unused();
    slot.unused();
    await clock.sleep(100);
    await redis.taken(1);
  });

  it('serves the requests of a process in the order in which they asked', async () => {
    const window = await redis.open({ limit: 4, windowMs: 300, leaseMs: 300 });
    const served: number[] = [];
    const asking = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(async (index) => {
      const slot = await window.acquire(never);
      served.push(index);
      slot.answered();
    });
    await Promise.all(asking);
    expect(served).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('says until when a slot may be sent with: half its lease', async () => {
    const window = await redis.open({ leaseMs: 2000 });
    const beforeMs = clock.nowMs();
    const { sendBeforeMs } = await window.acquire(never);
    expect(sendBeforeMs - beforeMs).toBeGreaterThanOrEqual(1000);
    expect(sendBeforeMs - clock.nowMs()).toBeLessThanOrEqual(1000);
  });

  it('rejects an aborted request at once with the reason of its signal, and takes no slot for it', async () => {
    const window = await redis.open({ limit: 1, windowMs: 500, leaseMs: 500 });
    await window.acquire(never);
    const controller = new AbortController();
    const asking = window.acquire(controller.signal);
    const next = window.acquire(never);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(asking).rejects.toBe(reason);
    await expect(window.acquire(controller.signal)).rejects.toBe(reason);
    await next;
    await redis.taken(1);
  });

  it('keeps accounts apart, each in one place of a Redis Cluster', async () => {
    await restAccount(redis.url, 'a2');
    const [one, other] = [await redis.open({ limit: 1 }), await redis.open({ limit: 1, account: 'a2' })];
    const startMs = clock.nowMs();
    await one.acquire(never);
    await other.acquire(never);
    expect(clock.nowMs() - startMs).toBeLessThan(200);
    const keys = await redis.inspector.keys('*');
    expect(keys.sort()).toEqual(
      ['{a1}:slots', '{a1}:state', '{a2}:slots', '{a2}:state'].map((part) => `mghooks:1:${part}`),
    );
  });

  it('holds the lowest limit among the processes that wait', async () => {
    const [generous, modest] = [await redis.open({ limit: 10 }), await redis.open({ limit: 4 })];
    await acquire(generous, 5);
    void modest.acquire(never).catch(() => undefined);
    await clock.sleep(300);
    const controller = new AbortController();
    const asking = generous.acquire(controller.signal);
    await clock.sleep(300);
    await redis.taken(5);
    controller.abort();
    await expect(asking).rejects.toThrow();
  });

  it('pauses every process of the account, and a longer pause stays', async () => {
    const [one, other] = [await redis.open(), await redis.open()];
    await one.pause(1000);
    const startMs = clock.nowMs();
    await other.pause(100);
    expect(one.state()).toMatchObject({ remaining: 0, connected: true });
    expect(one.state().pausedForMs).toBeGreaterThan(900);
    await Promise.all([one.acquire(never), other.acquire(never)]);
    expect(clock.nowMs() - startMs).toBeGreaterThan(950);
    expect(clock.nowMs() - startMs).toBeLessThan(1500);
  });

  it('shows what may leave now', async () => {
    const window = await redis.open();
    expect(window.state()).toEqual({ remaining: 10, pausedForMs: 0, connected: true });
    await acquire(window, 3);
    expect(window.state()).toEqual({ remaining: 7, pausedForMs: 0, connected: true });
  });

  it('learns without being asked what others have taken and given back', async () => {
    const [idle, busy] = [await redis.open({ windowMs: 400 }), await redis.open({ windowMs: 400 })];
    const taking = await acquire(busy, 10);
    await vi.waitFor(() => expect(idle.state().remaining).toBe(0));
    for (const slot of taking) slot.unused();
    await vi.waitFor(() => expect(idle.state().remaining).toBe(10));
  });

  it('asks Redis seldom while nothing can be granted: less than twice a second', async () => {
    const window = await redis.open({ limit: 5, windowMs: 60_000, leaseMs: 60_000 });
    await acquire(window, 5);
    const controller = new AbortController();
    const asking = Array.from({ length: 50 }, () => window.acquire(controller.signal));
    await clock.sleep(500);
    const before = await redis.scriptCalls();
    await clock.sleep(2000);
    expect((await redis.scriptCalls()) - before).toBeLessThanOrEqual(4);
    controller.abort();
    await Promise.allSettled(asking);
  });

  it('asks Redis seldom even if its lease is too short to send anything with', async () => {
    const window = await redis.open({ windowMs: 60_000, leaseMs: 1 });
    const controller = new AbortController();
    const asking = window.acquire(controller.signal);
    const before = await redis.scriptCalls();
    await clock.sleep(1000);
    expect((await redis.scriptCalls()) - before).toBeLessThanOrEqual(10);
    controller.abort();
    await expect(asking).rejects.toThrow();
  });

  it('needs a bounded part of the memory of Redis, and leaves nothing for ever', async () => {
    const window = await redis.open({ limit: 50, windowMs: 100, leaseMs: 100 });
    for (let round = 0; round < 10; round += 1) {
      for (const slot of await acquire(window, 50)) slot.answered();
    }
    expect((await redis.slots()).length).toBeLessThanOrEqual(50);
    const keys = await redis.inspector.keys('*');
    expect(keys.sort()).toEqual(['mghooks:1:{a1}:slots', 'mghooks:1:{a1}:state']);
    for (const key of keys) expect(await redis.inspector.pttl(key)).toBeGreaterThan(0);
    expect(await redis.inspector.memory('USAGE', 'mghooks:1:{a1}:slots')).toBeLessThan(20_000);
  });

  it('rejects those who wait when it is closed, and gives back what was not sent', async () => {
    const window = await redis.open({ limit: 2 });
    const [first, second] = await acquire(window, 2);
    const waiting = window.acquire(never);
    first?.unused();
    second?.answered();
    const closed = window.close();
    await expect(waiting).rejects.toThrow('The shared rate window is closed');
    await closed;
    await expect(window.acquire(never)).rejects.toThrow('The shared rate window is closed');
    await window.pause(1000);
    await window.close();
    await redis.taken(1);
    expect(await redis.inspector.exists('mghooks:1:{a1}:members')).toBe(0);
    expect(window.state()).toEqual({ remaining: 0, pausedForMs: expect.any(Number), connected: false });
  });

  it('gives back the slots that were on their way to it when it is closed', async () => {
    const window = await redis.open();
    const asking = Array.from({ length: 5 }, () => window.acquire(never));
    const settled = Promise.allSettled(asking);
    await Promise.resolve();
    await window.close();
    const handedOut = (await settled).filter(({ status }) => status === 'fulfilled').length;
    await redis.taken(handedOut);
  });

  it('keeps slots of a process that never reports for a window and the lease', async () => {
    const window = await redis.open({ limit: 1, windowMs: 1000, leaseMs: 500 });
    const startMs = clock.nowMs();
    await window.acquire(never);
    await window.acquire(never);
    expect(clock.nowMs() - startMs).toBeGreaterThan(1500);
    expect(clock.nowMs() - startMs).toBeLessThan(1800);
  });

  it('leaves no listener on a signal that outlives its requests', async () => {
    const window = await redis.open({ windowMs: 100, leaseMs: 100 });
    const { signal } = new AbortController();
    const listening = vi.spyOn(signal, 'addEventListener');
    const left = vi.spyOn(signal, 'removeEventListener');
    for (const slot of await Promise.all(Array.from({ length: 30 }, () => window.acquire(signal))))
      slot.unused();
    expect(listening).toHaveBeenCalledTimes(30);
    expect(left).toHaveBeenCalledTimes(30);
  });
});
