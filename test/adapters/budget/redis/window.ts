import { onTestFinished } from 'vitest';
import {
  openSharedWindow,
  type SharedWindow,
  type SharedWindowOptions,
} from '../../../../src/adapters/budget/redis/shared-window.ts';
import { createRandom } from '../../../../src/adapters/clock/random.ts';
import { createSystemClock } from '../../../../src/adapters/clock/system-clock.ts';

export const never: AbortSignal = new AbortController().signal;
export const clock = createSystemClock();

/** Opens a window for a test, 10 requests in 3 s unless it says otherwise, and closes it when the test has finished. */
export async function withWindow(
  options: Partial<SharedWindowOptions> & { readonly redisUrl: string },
): Promise<SharedWindow> {
  const window = await openSharedWindow({
    account: 'a1',
    limit: 10,
    windowMs: 3000,
    leaseMs: 2000,
    clock,
    random: createRandom(),
    onState: () => undefined,
    ...options,
  });
  onTestFinished(() => window.close());
  return window;
}

/**
 * Makes Redis remember an account that has sent nothing. Without it, the first to open the window would wait for as
 * long as after a restart.
 */
export async function restAccount(redisUrl: string, account = 'a1'): Promise<void> {
  const nothing = { redisUrl, account, limit: 1, windowMs: 1, leaseMs: 100 };
  const window = await openSharedWindow({
    ...nothing,
    clock,
    random: createRandom(),
    onState: () => undefined,
  });
  const slot = await window.acquire(never);
  slot.unused();
  await window.close();
}
