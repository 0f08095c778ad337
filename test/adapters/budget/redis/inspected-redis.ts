import { Redis } from 'ioredis';
import { expect, onTestFinished, vi } from 'vitest';
import type { SharedSlot } from '../../../../src/adapters/budget/redis/shared-slot.ts';
import type {
  SharedWindow,
  SharedWindowOptions,
} from '../../../../src/adapters/budget/redis/shared-window.ts';
import { type RedisServer, withRedis } from '../../../support/redis-server.ts';
import { type TakenSlot, takenSlots } from './taken-slots.ts';
import { never, restAccount, withWindow } from './window.ts';

/** A Redis with the rested account `a1`, and a look at what it holds. */
export interface InspectedRedis extends RedisServer {
  readonly inspector: Redis;
  open(options?: Partial<SharedWindowOptions>): Promise<SharedWindow>;
  slots(): Promise<readonly TakenSlot[]>;
  /** Waits until so many slots are taken. */
  taken(expected: number): Promise<void>;
  /** How often the script was called. */
  scriptCalls(): Promise<number>;
}

export async function withInspectedRedis(): Promise<InspectedRedis> {
  const redis = await withRedis();
  const inspector = new Redis(redis.url);
  // Redis is killed in some tests.
  inspector.on('error', () => undefined);
  onTestFinished(() => inspector.disconnect());
  await restAccount(redis.url);
  const slots = () => takenSlots(inspector);
  return {
    ...redis,
    inspector,
    open: (options) => withWindow({ redisUrl: redis.url, ...options }),
    slots,
    taken: (expected) => vi.waitFor(async () => expect((await slots()).length).toBe(expected), 3000),
    scriptCalls: async () => {
      const stats = await inspector.info('commandstats');
      const calls = [...stats.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)];
      return calls.reduce((sum, [, many]) => sum + Number(many), 0);
    },
  };
}

export function acquire(window: SharedWindow, many: number): Promise<SharedSlot[]> {
  return Promise.all(Array.from({ length: many }, () => window.acquire(never)));
}
