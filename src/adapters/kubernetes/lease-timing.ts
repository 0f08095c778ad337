/**
 * How the hours of a lease are divided, all in milliseconds. The first three are those of Kubernetes' own components.
 *
 *     0            2             5          6               10             14       15
 *     |------------|-------------|----------|---------------|--------------|--------|
 *     renewal      the next      it has     no write        no longer      the last another
 *     sent         one           failed     starts          leading        write    one may
 *                                                                          has      take it
 *                                                                          ended
 */
export interface LeaseTiming {
  /** A lease that has not changed for so long may be taken. Told to the others in whole seconds, rounded up. */
  readonly leaseDurationMs: number;
  /** A leader that could not renew for so long leads no more. */
  readonly renewDeadlineMs: number;
  /** Between two attempts to renew, or to win; a fifth more or less by chance. */
  readonly retryMs: number;
  /** The most one request to the API server may take in all. */
  readonly requestLimitMs: number;
  /** The most the release may take in all, so that a process ends in time. */
  readonly releaseLimitMs: number;
  /** The most one write to Mailgun takes in all. */
  readonly writeLimitMs: number;
  /** For what clocks of two machines may differ in 15 s, and for a slow process between its check and its write. */
  readonly marginMs: number;
}

export const LEASE_TIMING: LeaseTiming = {
  leaseDurationMs: 15_000,
  renewDeadlineMs: 10_000,
  retryMs: 2000,
  requestLimitMs: 5000,
  releaseLimitMs: 2000,
  writeLimitMs: 8000,
  marginMs: 1000,
};

/** How long after a renewal was sent a write may still start: 6 s. */
export function writeWindowMs({ leaseDurationMs, writeLimitMs, marginMs }: LeaseTiming): number {
  return leaseDurationMs - writeLimitMs - marginMs;
}

/** Durations in the wrong order would let two processes write, or none; that is a mistake in the program. */
export function checkTiming(timing: LeaseTiming): void {
  const { leaseDurationMs, renewDeadlineMs, retryMs, requestLimitMs } = timing;
  const inOrder = retryMs < requestLimitMs && requestLimitMs < renewDeadlineMs;
  if (inOrder && renewDeadlineMs < leaseDurationMs && writeWindowMs(timing) > retryMs) return;
  throw new TypeError('A lease needs retry < request limit < renew deadline < duration, and time to write');
}
