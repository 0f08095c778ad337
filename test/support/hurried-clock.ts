import type { Clock } from '../../src/ports/clock.ts';

/** A clock on which every sleep is over at once, and that a test can move forward. */
export interface HurriedClock extends Clock {
  advance(ms: number): void;
}

export function createHurriedClock(): HurriedClock {
  let aheadMs = 0;
  return {
    nowMs: () => performance.now() + aheadMs,
    wallMs: () => Date.now() + aheadMs,
    sleep: async (ms, signal) => {
      await new Promise((wake) => setImmediate(wake));
      signal?.throwIfAborted();
      aheadMs += ms;
    },
    after: (ms, action) => {
      const timer = setTimeout(action, ms).unref();
      return () => clearTimeout(timer);
    },
    advance: (ms) => {
      aheadMs += ms;
    },
  };
}
