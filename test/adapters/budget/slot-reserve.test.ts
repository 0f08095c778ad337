import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBottleneckBudget } from '../../../src/adapters/budget/bottleneck-budget.ts';
import { type Demand, SlotReserve } from '../../../src/adapters/budget/slot-reserve.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import type { Priority } from '../../../src/ports/rate-budget.ts';

const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A reserve of a budget of 300. The test says who waits and when slots come back, and reads what was given. */
function openReserve(free: number) {
  const world = {
    demand: { urgent: 0, patient: 0, underWay: 0 } as Demand,
    comingMs: [] as number[],
    given: 0,
  };
  const reserve = new SlotReserve(
    {
      requestsPerMinute: 300,
      windowMs: 60_000,
      clock: createSystemClock(),
      freeInMs: (n) => world.comingMs[n - 1] ?? Number.POSITIVE_INFINITY,
      demand: () => world.demand,
      release: (slots) => {
        world.given += slots;
      },
    },
    free,
  );
  return { world, reserve };
}

describe('the reserve', () => {
  it('holds three of 300 slots back from a sweep whose end is not seen', () => {
    const { world, reserve } = openReserve(300);
    expect(reserve.queued).toBe(297);
    for (let slot = 0; slot < 297; slot += 1) reserve.taken();
    world.demand = { urgent: 0, patient: 20, underWay: 0 };
    reserve.balance();
    expect(world.given).toBe(0);
  });

  it('gives an urgent request what it needs when the queue is empty', () => {
    const { world, reserve } = openReserve(3);
    world.demand = { urgent: 1, patient: 20, underWay: 0 };
    reserve.balance();
    expect(world.given).toBe(1);
  });

  it.each([
    { patient: 3, underWay: 0, given: 3, why: 'it has enough for all, and nobody follows' },
    { patient: 3, underWay: 17, given: 0, why: 'those under way are likely to follow' },
    { patient: 20, underWay: 0, given: 0, why: 'it has not enough for all' },
    { patient: 2650, underWay: 0, given: 0, why: 'nine windows do, even without three slots of each' },
    { patient: 2700, underWay: 0, given: 3, why: 'nine windows do, but not without three slots of each' },
  ])('gives $given to $patient of a sweep with $underWay under way: $why', ({ patient, underWay, given }) => {
    const { world, reserve } = openReserve(3);
    world.demand = { urgent: 0, patient, underWay };
    reserve.joined();
    expect(world.given).toBe(given);
  });

  it('gives all to those who are left of a line that nobody has joined for a second', async () => {
    const { world, reserve } = openReserve(3);
    world.demand = { urgent: 0, patient: 3, underWay: 17 };
    reserve.joined();
    await vi.advanceTimersByTimeAsync(1000);
    reserve.balance();
    expect(world.given).toBe(3);
  });

  it('is filled with the last three slots of a burst, and not with one', () => {
    const { world, reserve } = openReserve(0);
    world.demand = { urgent: 0, patient: 20, underWay: 0 };
    world.comingMs = [10, 20, 30, 40, 57_000, 57_000, 57_000];
    while ((world.comingMs[0] ?? 0) < 1000) {
      world.comingMs.shift();
      reserve.returned();
    }
    expect(world.given).toBe(1);
    reserve.taken();
    world.demand = { urgent: 3, patient: 20, underWay: 0 };
    reserve.balance();
    expect(world.given).toBe(4);
  });

  it('gives one slot for each that comes back within a second', async () => {
    const { world, reserve } = openReserve(3);
    world.demand = { urgent: 0, patient: 20, underWay: 0 };
    world.comingMs = [5000, 5000, 9000];
    reserve.balance();
    expect(world.given).toBe(0);
    world.comingMs = [1000, 1000, 5000];
    await vi.advanceTimersByTimeAsync(4000);
    expect(world.given).toBe(2);
    reserve.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('a slot of the reserve goes to the urgent request, not to one of the sweep that came before it', async () => {
  const clock = createSystemClock();
  const budget = createBottleneckBudget({ requestsPerMinute: 60, clock });
  const sent: Priority[] = [];
  const spend = (priority: Priority) =>
    budget.spend({ priority, signal: never }, async () => {
      sent.push(priority);
      await clock.sleep(100);
    });
  const worker = async () => {
    for (let request = 0; request < 10; request += 1) await spend('sweep');
  };
  for (let workers = 0; workers < 20; workers += 1) worker().catch(() => undefined);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toHaveLength(57);
  for (let request = 0; request < 3; request += 1) {
    void spend('write');
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(sent.slice(57)).toEqual(['write', 'write', 'write']);
  await budget.close();
});
