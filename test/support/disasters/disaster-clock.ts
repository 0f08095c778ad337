import { createHurriedClock, type HurriedClock } from '../hurried-clock.ts';

const SHORT_MS = 2000;
const SHORTER = 20;

/**
 * A hurried clock for accounts in which many domains are in trouble at once. The naps after a failure are over at once,
 * but the requests between them are not: the time of the others' naps would make every read old before its write.
 */
export function createDisasterClock(limitMs: number | undefined): HurriedClock {
  const clock = createHurriedClock(limitMs);
  return { ...clock, sleep: (ms, signal) => clock.sleep(ms > SHORT_MS ? ms : ms / SHORTER, signal) };
}
