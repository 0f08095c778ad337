import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBottleneckBudget } from '../../../src/adapters/budget/bottleneck-budget.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import type { Priority } from '../../../src/ports/rate-budget.ts';

const never = new AbortController().signal;
const sweep = { priority: 'sweep', signal: never } as const;

const open = (requestsPerMinute: number, inFlightMax = 10) =>
  createBottleneckBudget({ requestsPerMinute, inFlightMax, clock: createSystemClock() });

/** A request whose answer the test gives. */
function heldRequest() {
  let resolve: (answer: string) => void = () => undefined;
  const answer = new Promise<string>((resolveAnswer) => {
    resolve = resolveAnswer;
  });
  return { resolve, send: vi.fn(() => answer) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('spending a slot', () => {
  it('passes the answer of the request on', async () => {
    const spent = open(5).spend(sweep, async () => 'answer');
    await vi.advanceTimersByTimeAsync(100);
    expect(await spent).toBe('answer');
  });

  it('passes the failure of the request on, the very same one', async () => {
    const failure = new Error('connection reset');
    const spent = open(5).spend(sweep, () => Promise.reject(failure));
    const settled = expect(spent).rejects.toBe(failure);
    await vi.advanceTimersByTimeAsync(100);
    await settled;
  });

  it('keeps no more requests under way than the cap', async () => {
    const budget = open(300, 3);
    const requests = Array.from({ length: 5 }, heldRequest);
    for (const request of requests) void budget.spend(sweep, request.send);
    const sent = () => requests.filter((request) => request.send.mock.calls.length > 0).length;
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent()).toBe(3);
    requests[0]?.resolve('answer');
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent()).toBe(4);
  });

  it('lets writes go first, then changed domains, then retries, then the sweep', async () => {
    const budget = open(300, 1);
    const first = heldRequest();
    void budget.spend(sweep, first.send);
    await vi.advanceTimersByTimeAsync(100);
    const order: Priority[] = [];
    for (const priority of ['sweep', 'retry', 'write', 'changed', 'sweep', 'write'] as const) {
      void budget.spend({ priority, signal: never }, async () => order.push(priority));
    }
    await vi.advanceTimersByTimeAsync(100);
    first.resolve('answer');
    await vi.advanceTimersByTimeAsync(1000);
    expect(order).toEqual(['write', 'write', 'changed', 'retry', 'sweep', 'sweep']);
  });

  it.each([
    ['leaves three slots to others while a sweep waits', {}, 297],
    ['leaves none where nothing urgent can come in between', { reserveMax: 0 }, 300],
  ])('%s', async (_name, more, sent) => {
    const budget = createBottleneckBudget({ requestsPerMinute: 300, clock: createSystemClock(), ...more });
    const send = vi.fn(() => new Promise((answered) => setTimeout(answered, 100)));
    // As twenty workers do: no more are in the line at any time.
    const worker = async () => {
      for (let request = 0; request < 40; request += 1) await budget.spend(sweep, send);
    };
    for (let each = 0; each < 20; each += 1) void worker().catch(() => undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(send).toHaveBeenCalledTimes(sent);
    await budget.close();
  });

  it('is not held up by a correction of the wall clock, before or after the first request', async () => {
    const budget = open(300);
    const start = Date.now();
    vi.setSystemTime(start - 600_000);
    await Promise.all([budget.spend(sweep, async () => 1), vi.advanceTimersByTimeAsync(100)]);
    vi.setSystemTime(start - 1_200_000);
    await Promise.all([budget.spend(sweep, async () => 2), vi.advanceTimersByTimeAsync(100)]);
    expect(budget.state().remaining).toBe(298);
  });
});

describe('a pause', () => {
  it('holds back every request, and loses none', async () => {
    const budget = open(300);
    budget.pause(60_000);
    const sent = vi.fn(async () => 'answer');
    const spent = Array.from({ length: 40 }, () => budget.spend(sweep, sent));
    await vi.advanceTimersByTimeAsync(59_999);
    expect(sent).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await Promise.all(spent)).toHaveLength(40);
    expect(sent).toHaveBeenCalledTimes(40);
  });

  it('holds back a request that has its slot already', async () => {
    const budget = open(300, 1);
    const first = heldRequest();
    void budget.spend(sweep, first.send);
    const second = vi.fn(async () => 'answer');
    void budget.spend(sweep, second);
    await vi.advanceTimersByTimeAsync(100);
    budget.pause(10_000);
    first.resolve('answer');
    await vi.advanceTimersByTimeAsync(5000);
    budget.pause(10_000);
    await vi.advanceTimersByTimeAsync(9999);
    expect(second).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(second).toHaveBeenCalledTimes(1);
  });
});

describe('a caller that gives up', () => {
  const reason = new Error('told to stop');

  it('is refused at once when its signal was aborted before', async () => {
    const send = vi.fn(async () => 'answer');
    const spent = open(5).spend({ priority: 'write', signal: AbortSignal.abort(reason) }, send);
    await expect(spent).rejects.toBe(reason);
    await vi.advanceTimersByTimeAsync(1000);
    expect(send).not.toHaveBeenCalled();
  });

  it('leaves the queue at once, sends nothing, and its slot goes to the next one', async () => {
    const budget = open(1);
    await Promise.all([budget.spend(sweep, async () => 'first'), vi.advanceTimersByTimeAsync(100)]);
    const controller = new AbortController();
    const gone = vi.fn(async () => 'gone');
    const next = vi.fn(async () => 'next');
    const spent = budget.spend({ priority: 'write', signal: controller.signal }, gone);
    void budget.spend(sweep, next);
    await vi.advanceTimersByTimeAsync(100);
    controller.abort(reason);
    await expect(spent).rejects.toBe(reason);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(gone).not.toHaveBeenCalled();
    expect(next).toHaveBeenCalledTimes(1);
  });

  it('gives its slot back when it leaves in a pause', async () => {
    const budget = open(1);
    budget.pause(10_000);
    const controller = new AbortController();
    const spent = budget.spend({ priority: 'write', signal: controller.signal }, async () => 'gone');
    await vi.advanceTimersByTimeAsync(100);
    controller.abort(reason);
    await expect(spent).rejects.toBe(reason);
    const next = vi.fn(async () => 'next');
    void budget.spend(sweep, next);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(next).toHaveBeenCalledTimes(1);
  });

  it('gets the answer all the same when its request has left', async () => {
    const budget = open(5);
    const controller = new AbortController();
    const request = heldRequest();
    const spent = budget.spend({ priority: 'write', signal: controller.signal }, request.send);
    await vi.advanceTimersByTimeAsync(100);
    controller.abort(reason);
    request.resolve('answer');
    expect(await spent).toBe('answer');
  });
});

describe('the state of the budget', () => {
  it('counts requests that wait, that are under way, and that are still in the window', async () => {
    const budget = open(4, 1);
    expect(budget.state()).toEqual({ perMinute: 4, remaining: 4, pausedForMs: 0 });
    const request = heldRequest();
    void budget.spend(sweep, request.send);
    void budget.spend(sweep, heldRequest().send);
    expect(budget.state().remaining).toBe(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(budget.state().remaining).toBe(2);
    request.resolve('answer');
    await vi.advanceTimersByTimeAsync(59_000);
    expect(budget.state().remaining).toBe(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(budget.state().remaining).toBe(3);
  });

  it('says that nothing remains while a pause lasts, and for how long', async () => {
    const budget = open(4);
    budget.pause(5000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(budget.state()).toEqual({ perMinute: 4, remaining: 0, pausedForMs: 4000 });
    await vi.advanceTimersByTimeAsync(4000);
    expect(budget.state()).toEqual({ perMinute: 4, remaining: 4, pausedForMs: 0 });
  });
});

describe('closing the budget', () => {
  it('rejects whoever waits, in the queue and in a pause, and leaves no timer behind', async () => {
    const budget = open(2, 5);
    await Promise.all([budget.spend(sweep, async () => 'first'), vi.advanceTimersByTimeAsync(100)]);
    budget.pause(60_000);
    const waiting = Array.from({ length: 5 }, () => budget.spend(sweep, async () => 'never'));
    const settled = Promise.allSettled(waiting);
    await vi.advanceTimersByTimeAsync(100);
    await budget.close();
    await vi.advanceTimersByTimeAsync(100);
    expect((await settled).map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    await expect(waiting[0]).rejects.toThrow('The rate budget is closed');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets a request that is under way end, and sets no timer for it', async () => {
    const budget = open(5);
    const request = heldRequest();
    const spent = budget.spend(sweep, request.send);
    await vi.advanceTimersByTimeAsync(100);
    await budget.close();
    request.resolve('answer');
    expect(await spent).toBe('answer');
    await vi.advanceTimersByTimeAsync(100);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('refuses later requests, and may be done twice', async () => {
    const budget = open(5);
    await budget.close();
    await budget.close();
    await expect(budget.spend(sweep, async () => 'never')).rejects.toThrow('The rate budget is closed');
    expect(vi.getTimerCount()).toBe(0);
  });
});
