import { onTestFinished, vi } from 'vitest';
import { type RedisServer, withRedis } from '../../../support/redis-server.ts';
import { type CountingServer, withCountingServer } from './counting-server.ts';
import { restAccount } from './window.ts';
import type { Job, News } from './worker.ts';
import { startWorker, type Worker } from './workers.ts';

export const WINDOW_MS = 2000;
const LEASE_MS = 1500;
export const LIMIT = 300;

/** A Redis, a server that counts, and a way to start processes that work on one account. */
export interface BusyAccount {
  readonly redis: RedisServer;
  readonly server: CountingServer;
  readonly start: (name: string, job?: Partial<Job>) => Worker;
}

/** Work without end, 10 requests under way, unless a job says otherwise. */
export async function withBusyAccount(script: string): Promise<BusyAccount> {
  const redis = await withRedis();
  const server = await withCountingServer();
  await restAccount(redis.url);
  const start = (name: string, job: Partial<Job> = {}): Worker => {
    const worker = startWorker(script, {
      name,
      redisUrl: redis.url,
      account: 'a1',
      serverPort: server.port,
      limit: LIMIT,
      windowMs: WINDOW_MS,
      leaseMs: LEASE_MS,
      requests: 1_000_000,
      inFlight: 10,
      hesitateMs: 0,
      ...job,
    });
    onTestFinished(() => worker.end());
    return worker;
  };
  return { redis, server, start };
}

export function until(check: () => boolean): Promise<unknown> {
  return vi.waitUntil(check, { timeout: 25_000, interval: 10 });
}

export function statesOf({ news }: Worker): readonly string[] {
  return news.filter((one) => one.kind === 'state').map((one) => one.state);
}

export function count({ news }: Worker, kind: News['kind']): number {
  return news.filter((one) => one.kind === kind).length;
}

/**
 * The part of the budget that was used over so many windows, counted from an arrival on: the time that many requests
 * have to take, by the time that they took.
 */
export function use(server: CountingServer, windows: number, from = 0): number {
  const arrivals = server.arrivals();
  const firstMs = arrivals[from] ?? Number.NaN;
  const nextMs = arrivals[from + windows * LIMIT] ?? Number.POSITIVE_INFINITY;
  return (windows * WINDOW_MS) / (nextMs - firstMs);
}
