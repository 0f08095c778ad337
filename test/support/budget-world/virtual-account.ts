import { createBottleneckBudget } from '../../../src/adapters/budget/bottleneck-budget.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Priority, RateBudget } from '../../../src/ports/rate-budget.ts';
import { seededRandom } from '../../adapters/budget/window-server.ts';
import { ArrivalLog } from './arrival-log.ts';

const LATENCY_MIN_MS = 50;
const LATENCY_MAX_MS = 300;

/** An account whose server answers after 50 to 300 ms, and its budget of 300 requests a minute. Times are of its clock. */
export interface VirtualAccount {
  readonly clock: Clock;
  readonly budget: RateBudget;
  readonly arrivals: ArrivalLog;
  /** Sends a request when the budget lets it. The answer is when it left and how long it took. */
  request(priority: Priority, signal?: AbortSignal): Promise<Trip>;
  /** Sends it now, without asking the budget. */
  send(): Promise<Trip>;
}

export interface Trip {
  readonly leftMs: number;
  readonly latencyMs: number;
}

const never = new AbortController().signal;

/** To be called in a `VirtualTime`. The latencies are the same for the same seed. */
export function openVirtualAccount(seed: number): VirtualAccount {
  const clock = createSystemClock();
  const random = seededRandom(seed);
  const budget = createBottleneckBudget({ requestsPerMinute: 300, clock });
  const arrivals = new ArrivalLog();
  const send = async (): Promise<Trip> => {
    const leftMs = clock.nowMs();
    const latencyMs = Math.round(LATENCY_MIN_MS + random() * (LATENCY_MAX_MS - LATENCY_MIN_MS));
    const thereMs = Math.round(latencyMs / 2);
    await clock.sleep(thereMs);
    arrivals.add(clock.nowMs());
    await clock.sleep(latencyMs - thereMs);
    return { leftMs, latencyMs };
  };
  return {
    clock,
    budget,
    arrivals,
    send,
    request: (priority, signal = never) => budget.spend({ priority, signal }, send),
  };
}
