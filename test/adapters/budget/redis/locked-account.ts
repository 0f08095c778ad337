import { vi } from 'vitest';
import {
  type ApplyLock,
  type ApplyLockOptions,
  takeApplyLock,
} from '../../../../src/adapters/budget/redis/apply-lock.ts';
import { createRandom } from '../../../../src/adapters/clock/random.ts';
import type { ProcessIdentity } from '../../../../src/ports/process-table.ts';
import type { HandClock } from '../../../support/hand-clock.ts';
import type { InspectedRedis } from './inspected-redis.ts';
import { clock, never } from './window.ts';

/** The key of the lock of account `a1`. */
export const LOCK = 'mghooks:1:{a1}:apply';

/** A process of machine `m1` that does not run. */
export const DEAD: ProcessIdentity = { host: 'here', pid: 77, startedAt: '5', command: 'mghooks apply' };

/** A claim of process `pid` on machine `m1`, where all processes run but `DEAD`. */
export function claim(
  redis: InspectedRedis,
  pid: number,
  options: Partial<ApplyLockOptions> = {},
): Promise<ApplyLock> {
  return takeApplyLock({
    redisUrl: redis.url,
    account: 'a1',
    processes: {
      self: { host: 'here', pid, startedAt: '1', command: `mghooks ${pid}` },
      isRunning: (asked) => asked.pid !== DEAD.pid,
    },
    machine: 'm1',
    clock,
    random: createRandom(),
    timeoutMs: 5000,
    signal: never,
    onWait: () => undefined,
    ...options,
  });
}

/** What `DEAD` leaves behind, with a minute of its lease to go. */
export async function leaveBehind(redis: InspectedRedis, machine: string): Promise<void> {
  const holder = JSON.stringify(DEAD);
  await redis.inspector.hset(LOCK, { token: 't', holder, machine, until: Date.now() + 60_000 });
}

/** Lets the next renewal happen, and waits until its outcome shows. */
export async function renew(time: HandClock, shows: () => void): Promise<void> {
  time.advance(3000);
  await vi.waitFor(shows, 5000);
}
