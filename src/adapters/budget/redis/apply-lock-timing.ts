/**
 * How the hours of a lock are divided, all in milliseconds.
 *
 *     0         3                 11              19       20
 *     |---------|-----------------|---------------|--------|
 *     renewal   the next          no write        the last another
 *     sent      one               starts          write    one may
 *                                                 has      take it
 *                                                 ended
 */
export interface ApplyLockTiming {
  /** A holder that has not renewed for so long may be pushed aside. */
  readonly leaseMs: number;
  readonly renewEveryMs: number;
  /** After a renewal that failed. */
  readonly retryMs: number;
  /** The most one write to Mailgun takes in all. */
  readonly writeLimitMs: number;
  /** For the difference of two clocks in 20 s, and for a slow process between its check and its write. */
  readonly marginMs: number;
  /** Who waits looks this often. */
  readonly lookEveryMs: number;
  /** The most the release may take in all, so that a process ends in time. */
  readonly releaseLimitMs: number;
}

export const APPLY_LOCK_TIMING: ApplyLockTiming = {
  leaseMs: 20_000,
  renewEveryMs: 3000,
  retryMs: 1000,
  writeLimitMs: 8000,
  marginMs: 1000,
  lookEveryMs: 250,
  releaseLimitMs: 1000,
};

/** How long after a renewal was sent a write may still start: 11 s. */
export function writeWindowMs({ leaseMs, writeLimitMs, marginMs }: ApplyLockTiming): number {
  return leaseMs - writeLimitMs - marginMs;
}
