/** How long something that failed is left alone: it doubles with each failure, up to a limit. */
export interface Patience {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** For a domain that could not be read or written. */
export const DOMAIN_PATIENCE: Patience = { firstMs: 10_000, maxMs: 900_000 };

/** For an account whose key is refused, or whose host does not answer. */
export const ACCOUNT_PATIENCE: Patience = { firstMs: 30_000, maxMs: 600_000 };

/** A fifth more or less, so that what failed together does not come back together. */
const JITTER = 0.2;

/** Milliseconds until the next try after `failures` of them, 1 or more; `random` is from 0 up to 1. */
export function retryDelayMs(failures: number, { firstMs, maxMs }: Patience, random: number): number {
  const plainMs = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.min(maxMs, plainMs * (1 + JITTER * (2 * random - 1)));
}
