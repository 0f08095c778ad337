import type { Clock } from '../../src/ports/clock.ts';

/**
 * A clock on which every sleep is over at once, and that a test can move forward. Sleeps side by side end side by side:
 * the time moves on to the end of each, not by the length of each.
 */
export interface HurriedClock extends Clock {
  advance(ms: number): void;
}

/**
 * @param longestMs the longest real time that anything is put off by `after`, such as the time limit of a request;
 *   unless given, as long as was asked for
 */
export function createHurriedClock(longestMs: number = Number.POSITIVE_INFINITY): HurriedClock {
  let aheadMs = 0;
  const nowMs = () => performance.now() + aheadMs;
  return {
    nowMs,
    wallMs: () => Date.now() + aheadMs,
    sleep: async (ms, signal) => {
      const untilMs = nowMs() + ms;
      await new Promise((wake) => setImmediate(wake));
      signal?.throwIfAborted();
      aheadMs += Math.max(0, untilMs - nowMs());
    },
    after: (ms, action) => {
      const timer = setTimeout(action, Math.min(ms, longestMs)).unref();
      return () => clearTimeout(timer);
    },
    advance: (ms) => {
      aheadMs += ms;
    },
  };
}
