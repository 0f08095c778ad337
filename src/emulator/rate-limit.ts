import { RollingCount } from './rolling-count.ts';
import type { ThrottleDialect } from './throttled-answer.ts';

/** How many requests the emulator lets through, and how it refuses the others. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
  /**
   * `fixed`: the first request opens a window; when it is over, the next request opens another one.
   * `rolling`: at any moment, the requests of the last `windowMs` count.
   */
  readonly window: 'fixed' | 'rolling';
  /** How a refusal is worded; default `retry-seconds`. */
  readonly dialect?: ThrottleDialect;
  /** Status of a refusal; default 429. */
  readonly status?: 429 | 420;
  /** Whether refused requests count too, as they would behind a rolling window that punishes; default true. */
  readonly countsRefused?: boolean;
}

/** Mailgun's documented limit: 300 requests a minute and account, for webhooks and for domains. */
export const DEFAULT_RATE_LIMIT: RateLimit = { limit: 300, windowMs: 60_000, window: 'fixed' };

/** What the limiter says about one request. */
export interface Admission {
  readonly allowed: boolean;
  /** Requests that may still follow in this window. */
  readonly remaining: number;
  /** Milliseconds until the next request is allowed (if refused), or until the window is over. */
  readonly resetAfterMs: number;
}

interface FixedWindow {
  readonly openedMs: number;
  count: number;
}

/** Counts the requests of each budget (see `rateScope` in the behaviour) and admits or refuses them. */
export class RateLimiter {
  readonly #rate: RateLimit;
  readonly #fixed = new Map<string, FixedWindow>();
  readonly #rolling = new Map<string, RollingCount>();

  constructor(rate: RateLimit) {
    this.#rate = rate;
  }

  admit(budget: string, atMs: number): Admission {
    return this.#rate.window === 'fixed' ? this.#admitFixed(budget, atMs) : this.#admitRolling(budget, atMs);
  }

  #admitFixed(budget: string, atMs: number): Admission {
    const { limit, windowMs } = this.#rate;
    let window = this.#fixed.get(budget);
    if (window === undefined || atMs - window.openedMs >= windowMs) {
      window = { openedMs: atMs, count: 0 };
      this.#fixed.set(budget, window);
    }
    window.count += 1;
    return {
      allowed: window.count <= limit,
      remaining: Math.max(0, limit - window.count),
      resetAfterMs: window.openedMs + windowMs - atMs,
    };
  }

  #admitRolling(budget: string, atMs: number): Admission {
    const { limit, windowMs, countsRefused = true } = this.#rate;
    const recent = this.#rolling.get(budget) ?? new RollingCount(windowMs);
    this.#rolling.set(budget, recent);
    const allowed = recent.countAt(atMs) < limit;
    if (allowed || countsRefused) recent.add(atMs);
    return {
      allowed,
      remaining: Math.max(0, limit - recent.countAt(atMs)),
      resetAfterMs: recent.msUntilBelow(Math.max(1, limit), atMs),
    };
  }
}
