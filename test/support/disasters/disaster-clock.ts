import { createHurriedClock, type HurriedClock } from '../hurried-clock.ts';

const LONG_MS = 2000;
const SHORTER = 20;
const BREATHER_MS = 2;

/**
 * A hurried clock for accounts in which many domains are in trouble at once. The naps after a failure are over at once,
 * but the requests between them are not: the time of the others' naps would make every read old before its write. A long
 * nap takes two milliseconds, so that a daemon with nothing to do leaves the processor to the others.
 */
export function createDisasterClock(limitMs: number | undefined): HurriedClock {
  const clock = createHurriedClock(limitMs);
  return {
    ...clock,
    sleep: async (ms, signal) => {
      if (ms < LONG_MS) return await clock.sleep(ms / SHORTER, signal);
      await new Promise((wake) => setTimeout(wake, BREATHER_MS));
      await clock.sleep(ms, signal);
    },
  };
}
