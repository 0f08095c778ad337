import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBottleneckBudget } from '../../../src/adapters/budget/bottleneck-budget.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { PRIORITIES } from '../../../src/ports/rate-budget.ts';
import { seededRandom, WindowServer } from './window-server.ts';

const MINUTE_MS = 60_000;
const never = new AbortController().signal;

interface Weather {
  readonly seed: number;
  /** The part of requests that get no answer, and reach the server up to a minute after we gave up. */
  readonly lostPart: number;
}

/** A request that takes 5 to 400 ms, split at random into the way there and the way back. */
async function request(server: WindowServer, clock: Clock, random: () => number): Promise<void> {
  const latencyMs = 5 + random() * 395;
  const thereMs = random() * latencyMs;
  await clock.sleep(thereMs);
  server.arrive(clock.nowMs());
  await clock.sleep(latencyMs - thereMs);
}

/** A request that we give up after 8 s; the network delivers it late all the same. */
async function lostRequest(server: WindowServer, clock: Clock, random: () => number): Promise<void> {
  const lateMs = random() * 68_000;
  clock.after(lateMs, () => server.arrive(clock.nowMs()));
  await clock.sleep(8000);
  throw new Error('time limit');
}

async function spendAll(requests: number, { seed, lostPart }: Weather) {
  const clock = createSystemClock();
  const startMs = clock.nowMs();
  const random = seededRandom(seed);
  const server = new WindowServer();
  const budget = createBottleneckBudget({ requestsPerMinute: 300, clock });
  const spent = Array.from({ length: requests }, async (_, index) => {
    // Some of the work is there from the beginning, some comes later, at the worst moments included.
    if (index % 3 === 0) await clock.sleep(random() * 2 * MINUTE_MS);
    const spending = { priority: PRIORITIES[index % PRIORITIES.length] ?? 'sweep', signal: never };
    const send = random() < lostPart ? lostRequest : request;
    await budget.spend(spending, () => send(server, clock, random));
  });
  let open = true;
  void Promise.allSettled(spent).then(() => {
    open = false;
  });
  while (open) await vi.advanceTimersByTimeAsync(1000);
  const tookMs = clock.nowMs() - startMs;
  await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
  await budget.close();
  return { server, tookMs, startMs };
}

describe('the budget as the server sees it', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([1, 2, 3])('is never passed in any 60 seconds (seed %i)', async (seed) => {
    const { server } = await spendAll(700, { seed, lostPart: 0 });
    expect(server.arrivals).toBe(700);
    expect(server.worstWindow(MINUTE_MS)).toBeLessThanOrEqual(300);
    expect(server.worstWindow(MINUTE_MS)).toBeGreaterThan(290);
  });

  it.each([4, 5])('is never passed when requests arrive after we gave them up (seed %i)', async (seed) => {
    const { server } = await spendAll(700, { seed, lostPart: 0.1 });
    expect(server.arrivals).toBe(700);
    expect(server.worstWindow(MINUTE_MS)).toBeLessThanOrEqual(300);
  });

  it('is used to 99 % while there is work', async () => {
    const { server, startMs } = await spendAll(1500, { seed: 6, lostPart: 0 });
    expect(server.worstWindow(MINUTE_MS)).toBeLessThanOrEqual(300);
    expect(server.arrivalsUntil(startMs + 5 * MINUTE_MS)).toBeGreaterThanOrEqual(1485);
  });

  it('does not slow a small job down: a rested account may send 300 requests at once', async () => {
    const { server, tookMs } = await spendAllAtOnce(300);
    expect(server.arrivals).toBe(300);
    expect(tookMs).toBeLessThan(10_000);
  });
});

async function spendAllAtOnce(requests: number) {
  const clock = createSystemClock();
  const startMs = clock.nowMs();
  const random = seededRandom(7);
  const server = new WindowServer();
  const budget = createBottleneckBudget({ requestsPerMinute: 300, clock });
  const spent = Promise.all(
    Array.from({ length: requests }, () =>
      budget.spend({ priority: 'sweep', signal: never }, () => request(server, clock, random)),
    ),
  );
  let tookMs = Number.POSITIVE_INFINITY;
  void spent.then(() => {
    tookMs = clock.nowMs() - startMs;
  });
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  await budget.close();
  return { server, tookMs };
}
