import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { WatchOptions } from '../../../../src/adapters/config/watch/watch-configuration.ts';
import { createHandClock, type HandClock } from '../../../support/hand-clock.ts';
import { type Watching, watching } from './watching.ts';

/** Waits until the watch sleeps, and moves the clock by a second. */
export async function second(clock: HandClock): Promise<void> {
  await asleep(clock, () => false);
  clock.advance(1_000);
}

/** Lets the watch come to its long rest: a look at what it has begun to watch follows each load. */
export async function quiet(clock: HandClock): Promise<void> {
  for (let seconds = 0; seconds < 5; seconds += 1) await second(clock);
}

/** Moves the clock by seconds until it is so. */
export async function until(clock: HandClock, isSo: () => boolean): Promise<void> {
  for (let seconds = 0; seconds < 400; seconds += 1) {
    await asleep(clock, isSo);
    if (isSo()) return;
    clock.advance(1_000);
  }
  expect.fail('it did not become so in 400 seconds');
}

async function asleep(clock: HandClock, isSo: () => boolean): Promise<void> {
  // What the kernel has to tell of folders is heard once in a turn.
  await nextTurn();
  const ready = () => expect(isSo() || clock.sleepers() > 0).toBe(true);
  await vi.waitFor(ready, { timeout: 10_000, interval: 2 });
}

/** A watch that has loaded its first configuration, on a clock that the test moves. */
export async function started(
  root: string,
  options: Partial<WatchOptions> = {},
): Promise<{ readonly clock: HandClock } & Watching> {
  const clock = createHandClock();
  const watched = watching(root, clock, options);
  await until(clock, () => watched.watch.current() !== undefined);
  return { clock, ...watched };
}
