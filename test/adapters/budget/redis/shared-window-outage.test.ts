import { beforeEach, describe, expect, it, vi } from 'vitest';
import { redisMissing } from '../../../support/redis-server.ts';
import { acquire, type InspectedRedis, withInspectedRedis } from './inspected-redis.ts';
import { clock, never } from './window.ts';

const WINDOW_MS = 3000;

describe.skipIf(redisMissing)('a shared window without its Redis', () => {
  let redis: InspectedRedis;
  beforeEach(async () => {
    redis = await withInspectedRedis();
  });

  it('goes on when Redis has forgotten the script', async () => {
    const window = await redis.open();
    await acquire(window, 1);
    await redis.inspector.script('FLUSH');
    await acquire(window, 1);
    await redis.taken(2);
  });

  it('counts as full for one window when somebody deletes the keys', async () => {
    const window = await redis.open();
    await acquire(window, 3);
    await redis.inspector.flushall();
    const startMs = clock.nowMs();
    await acquire(window, 1);
    expect(clock.nowMs() - startMs).toBeGreaterThan(WINDOW_MS);
  });

  it('reports late what happened while Redis was away', async () => {
    const states: string[] = [];
    const window = await redis.open({ onState: (state) => states.push(state) });
    const [answered, unused, lost] = await acquire(window, 3);
    await redis.kill();
    await vi.waitFor(() => expect(states).toContain('lost'));
    answered?.answered();
    unused?.unused();
    lost?.lost();
    await clock.sleep(300);
    await redis.restart();
    await redis.taken(2);
    // Counted from the answer, not from the report.
    const [soonest] = await redis.slots();
    expect((soonest?.freeAtMs ?? 0) - Date.now()).toBeLessThan(WINDOW_MS - 250);
    expect(states).toEqual(['connected', 'lost', 'connected']);
  });

  it('tells a Redis that has lost its memory of a pause again', async () => {
    const window = await redis.open({ windowMs: 200, leaseMs: 200 });
    await window.pause(60_000);
    await redis.restart();
    await vi.waitFor(() => expect(window.state().connected).toBe(true));
    await vi.waitFor(async () => {
      const opens = Number(await redis.inspector.hget('mghooks:1:{a1}:state', 'opens'));
      expect(opens - Date.now()).toBeGreaterThan(50_000);
    });
  });

  it('waits while Redis hangs, and goes on when it does no more', async () => {
    const states: string[] = [];
    const window = await redis.open({ onState: (state) => states.push(state) });
    await acquire(window, 1);
    process.kill(redis.pid(), 'SIGSTOP');
    const asking = window.acquire(never);
    await vi.waitFor(() => expect(states).toContain('lost'), 5000);
    process.kill(redis.pid(), 'SIGCONT');
    await asking;
    // What Redis granted after nobody listened any more came back.
    await redis.taken(2);
    expect(states).toEqual(['connected', 'lost', 'connected']);
  });

  it('waits until it is aborted when Redis is gone for good, and still ends promptly', async () => {
    const states: (string | undefined)[] = [];
    const window = await redis.open({ onState: (state, reason) => states.push(state, reason) });
    const slot = await window.acquire(never);
    await redis.kill();
    const controller = new AbortController();
    const asking = window.acquire(controller.signal);
    const waiting = window.acquire(never);
    const pausing = window.pause(1000);
    await clock.sleep(1000);
    controller.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
    slot.answered();
    const startMs = clock.nowMs();
    const closed = window.close();
    await expect(waiting).rejects.toThrow('The shared rate window is closed');
    await closed;
    await pausing;
    expect(clock.nowMs() - startMs).toBeLessThan(500);
    expect(states).toEqual([
      'connected',
      undefined,
      'lost',
      `Redis at redis://127.0.0.1:${redis.port}: it closed the connection`,
    ]);
  });
});
