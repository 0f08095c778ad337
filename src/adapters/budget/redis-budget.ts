import type { Clock } from '../../ports/clock.ts';
import type { RateBudget } from '../../ports/rate-budget.ts';
import { createBottleneckBudget } from './bottleneck-budget.ts';
import { FallbackBudget } from './fallback-budget.ts';
import { openSharedWindow } from './redis/shared-window.ts';
import { RequestQueue } from './request-queue.ts';
import { createSharedBudget } from './shared-budget.ts';
import { WINDOW_MS } from './slot-window.ts';

/** Twice the time limit of a request: the second half of a lease is for the request itself. */
const LEASE_MS = 20_000;

/** What happened to Redis, for a person to know. */
export type RedisNotice =
  | { readonly kind: 'redis-lost'; readonly why: string; readonly falls: boolean }
  | { readonly kind: 'redis-connected' };

export interface RedisBudgetOptions {
  readonly redisUrl: string;
  /** Names the account in the keys of Redis; not the API key itself. */
  readonly account: string;
  /** What all processes together may send. */
  readonly requestsPerMinute: number;
  /** What this process may send while Redis is away; absent, it waits. */
  readonly ownRequestsPerMinute?: number | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly notify: (notice: RedisNotice) => void;
}

/**
 * The budget that all processes of an account share through Redis. While Redis is away nothing leaves, or, if a share
 * of its own is given, this process goes on with that.
 *
 * Rejects within five seconds with a `SharedWindowError` if the URL is wrong or Redis cannot be used.
 */
export async function openRedisBudget(options: RedisBudgetOptions): Promise<RateBudget> {
  const { redisUrl, account, requestsPerMinute, ownRequestsPerMinute, clock, random, notify } = options;
  const queue = new RequestQueue({ slots: () => null });
  let fallback: FallbackBudget | undefined;
  let opened = false;
  const window = await openSharedWindow({
    redisUrl,
    account,
    limit: requestsPerMinute,
    windowMs: WINDOW_MS,
    leaseMs: LEASE_MS,
    clock,
    random,
    waiting: () => queue.length(),
    onState: (state, why = 'it cannot be used') => {
      if (state === 'lost') notify({ kind: 'redis-lost', why, falls: ownRequestsPerMinute !== undefined });
      else if (opened) notify({ kind: 'redis-connected' });
      if (state === 'lost') fallback?.lost();
      else fallback?.connected();
    },
  });
  opened = true;
  const shared = createSharedBudget({ window, queue, requestsPerMinute, clock });
  if (ownRequestsPerMinute === undefined) return shared;
  const own = createBottleneckBudget({ requestsPerMinute: ownRequestsPerMinute, clock });
  fallback = new FallbackBudget({ shared, own, clock });
  return fallback;
}
