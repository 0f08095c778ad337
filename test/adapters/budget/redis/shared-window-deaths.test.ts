import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisMissing } from '../../../support/redis-server.ts';
import { count, LIMIT, statesOf, until, use, WINDOW_MS, withBusyAccount } from './busy-account.ts';
import { takenSlots } from './taken-slots.ts';
import { clock } from './window.ts';
import { type CompiledWorker, compileWorker } from './workers.ts';

let worker: CompiledWorker;

/** When the slots that Redis holds are free again, on the clock of `performance.now()`. */
async function leasesOf(url: string): Promise<readonly number[]> {
  const inspector = new Redis(url);
  const slots = await takenSlots(inspector);
  inspector.disconnect();
  return slots.map(({ freeAtMs }) => freeAtMs - Date.now() + performance.now());
}

describe.skipIf(redisMissing)('when a process on an account dies, or Redis does', { timeout: 60_000 }, () => {
  beforeAll(() => {
    worker = compileWorker();
  });
  afterAll(() => worker.remove());

  it('the slots of a killed process come back when its lease is over, and not earlier', async () => {
    const { redis, server, start } = await withBusyAccount(worker.script);
    server.stopAnswering('doomed');
    const doomed = start('doomed', { inFlight: LIMIT / 2 });
    await until(() => server.arrivals('doomed').length === LIMIT / 2);
    const leases = await leasesOf(redis.url);
    expect(leases.length).toBe(LIMIT / 2);
    start('heir-1');
    start('heir-2');
    await clock.sleep(100);
    doomed.signal('SIGKILL');
    const leasedUntilMs = Math.min(...leases);
    await until(() => performance.now() > Math.max(...leases) + 500);
    const from = server.arrivals().length;
    await until(() => server.arrivals().length > from + 2 * LIMIT);
    expect(server.arrivalsBetween(leasedUntilMs - WINDOW_MS, leasedUntilMs)).toBeLessThanOrEqual(LIMIT / 2);
    expect(use(server, 2, from)).toBeGreaterThan(0.95);
    expect(server.worstWindow(WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
  });

  it('a crash loop does not pass the limit', async () => {
    const { server, start } = await withBusyAccount(worker.script);
    start('survivor');
    for (let life = 0; life < 10; life += 1) {
      const crashing = start('crashing');
      await until(() => statesOf(crashing).length > 0);
      await clock.sleep(life * 15);
      await crashing.end();
    }
    expect(server.arrivals('crashing').length).toBeGreaterThan(0);
    expect(server.worstWindow(WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
  });

  it('a process that was stopped and continued sends nothing with an old slot', async () => {
    const { server, start } = await withBusyAccount(worker.script);
    const leaseMs = 800;
    const sleeper = start('sleeper', { hesitateMs: 50, leaseMs });
    start('worker', { leaseMs });
    for (let nap = 0; nap < 3; nap += 1) {
      // Its sockets are open by then, so that it spends its time between slot and request.
      const before = server.arrivals('sleeper').length;
      await until(() => server.arrivals('sleeper').length >= before + 50);
      await clock.sleep(nap * 7);
      sleeper.signal('SIGSTOP');
      // Until the slots that it held belong to the other process.
      await clock.sleep(WINDOW_MS + leaseMs + 500);
      sleeper.signal('SIGCONT');
    }
    await until(() => count(sleeper, 'too-late') > 0);
    expect(server.worstWindow(WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
  });

  it('all wait while Redis is away, and count it as full for one window when it comes back empty', async () => {
    const { redis, server, start } = await withBusyAccount(worker.script);
    const workers = [start('worker-1'), start('worker-2')];
    await until(() => server.arrivals().length > 1.5 * LIMIT);
    await redis.kill();
    await until(() => workers.every((one) => statesOf(one).includes('lost')));
    // What had its slot has left by then.
    await clock.sleep(200);
    const before = server.arrivals().length;
    await clock.sleep(WINDOW_MS / 2);
    expect(server.arrivals().length).toBe(before);
    await redis.restart();
    const backMs = performance.now();
    await until(() => server.arrivals().length > before);
    expect(performance.now() - backMs).toBeGreaterThan(WINDOW_MS);
    await until(() => server.arrivals().length > before + 2 * LIMIT);
    expect(use(server, 2, before)).toBeGreaterThan(0.95);
    expect(server.worstWindow(WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
    for (const one of workers) expect(statesOf(one)).toEqual(['connected', 'lost', 'connected']);
  });
});
