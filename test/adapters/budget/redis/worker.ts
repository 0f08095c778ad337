import { Agent, get } from 'node:http';
import type { SharedSlot } from '../../../../src/adapters/budget/redis/shared-slot.ts';
import { openSharedWindow, type SharedWindow } from '../../../../src/adapters/budget/redis/shared-window.ts';
import { createRandom } from '../../../../src/adapters/clock/random.ts';
import { createSystemClock } from '../../../../src/adapters/clock/system-clock.ts';

/** What a worker is told, as JSON, in its only argument. */
export interface Job {
  readonly name: string;
  readonly redisUrl: string;
  readonly account: string;
  readonly serverPort: number;
  readonly limit: number;
  readonly windowMs: number;
  readonly leaseMs: number;
  readonly requests: number;
  readonly inFlight: number;
  /** Time between a slot and its request, in which the process can be stopped. */
  readonly hesitateMs: number;
}

/** What a worker tells its parent. */
export type News =
  | { readonly kind: 'state'; readonly state: 'connected' | 'lost' }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'done' };

/**
 * One process of several on an account: sends as many requests as its job says, each with a slot of the shared window.
 * Run by `workers.ts` as a process of its own.
 */
async function work(job: Job): Promise<void> {
  const clock = createSystemClock();
  const agent = new Agent({ keepAlive: true });
  let left = job.requests;
  const window = await openSharedWindow({
    ...job,
    clock,
    random: createRandom(),
    onState: (state) => tell({ kind: 'state', state }),
    waiting: () => left,
  });
  const sender = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const slot = await timelySlot(window, async (got) => {
        await clock.sleep(job.hesitateMs);
        return clock.nowMs() < got.sendBeforeMs;
      });
      await send(job, agent).then(slot.answered, slot.lost);
    }
  };
  await Promise.all(Array.from({ length: job.inFlight }, sender));
  await window.close();
  agent.destroy();
  tell({ kind: 'done' });
  process.disconnect?.();
}

type Check = (slot: SharedSlot) => Promise<boolean>;

async function timelySlot(window: SharedWindow, isTimely: Check): Promise<SharedSlot> {
  for (;;) {
    const slot = await window.acquire(new AbortController().signal);
    if (await isTimely(slot)) return slot;
    slot.unused();
    tell({ kind: 'too-late' });
  }
}

function send({ name, serverPort }: Job, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: serverPort, path: `/${name}`, agent };
    get(options, (answer) => {
      answer.resume();
      answer.on('end', resolve);
    }).on('error', reject);
  });
}

function tell(news: News): void {
  process.send?.(news);
}

// Without its parent a worker has no work.
process.on('disconnect', () => process.exit());
const job: Job = JSON.parse(process.argv[2] ?? '');
await work(job);
