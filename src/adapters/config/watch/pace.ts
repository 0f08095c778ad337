/**
 * How often the files are looked at, and how often they are read. A few files cost next to nothing; with thousands the
 * intervals grow, so that looking takes half a percent of the time at most, and reading a quarter.
 */
export interface Pace {
  /** Milliseconds between two looks that nothing brings forward. */
  readonly pollMs: number;
  /** Milliseconds for which files must stay as they are before they are read. */
  readonly settleMs: number;
}

export const DEFAULT_PACE: Pace = { pollMs: 10_000, settleMs: 1_000 };

const POLL_MS_MAX = 60_000;
const REREAD_MS = 60_000;

/** Milliseconds until the next look, if the last one took `lookMs`. */
export function restMs({ pollMs }: Pace, lookMs: number): number {
  return Math.max(pollMs, Math.min(POLL_MS_MAX, lookMs * 200));
}

/** Milliseconds in which not even a hint brings a look: a folder that never rests must not keep us busy. */
export function breatherMs({ settleMs }: Pace, lookMs: number): number {
  return Math.max(settleMs, lookMs * 20);
}

/**
 * Milliseconds until files that seem to be untouched are read nevertheless, if reading took `readMs`: some file systems
 * do not tell of every change, and what failed may succeed.
 */
export function rereadMs({ pollMs }: Pace, readMs: number, failed: boolean): number {
  return Math.max(failed ? pollMs : REREAD_MS, readMs * 400);
}
