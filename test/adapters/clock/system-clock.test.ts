import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('the system clock', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('measures time on a clock that a change of the wall clock does not move', () => {
    const clock = createSystemClock();
    const start = clock.nowMs();
    vi.setSystemTime(0);
    expect(clock.nowMs()).toBe(start);
    expect(clock.wallMs()).toBe(0);
    vi.advanceTimersByTime(1500);
    expect(clock.nowMs() - start).toBe(1500);
    expect(clock.wallMs()).toBe(1500);
  });

  it('calls an action once, when its time has come and not before', () => {
    const action = vi.fn();
    createSystemClock().after(100, action);
    vi.advanceTimersByTime(99);
    expect(action).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('never calls a cancelled action', () => {
    const action = vi.fn();
    const cancel = createSystemClock().after(100, action);
    cancel();
    vi.advanceTimersByTime(1000);
    expect(action).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps delays that are longer than a timer of Node can hold', () => {
    const action = vi.fn();
    createSystemClock().after(60 * DAY_MS, action);
    vi.advanceTimersByTime(60 * DAY_MS - 1);
    expect(action).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('cancels a long delay in each of its parts', () => {
    const action = vi.fn();
    const cancel = createSystemClock().after(60 * DAY_MS, action);
    vi.advanceTimersByTime(30 * DAY_MS);
    cancel();
    vi.advanceTimersByTime(60 * DAY_MS);
    expect(action).not.toHaveBeenCalled();
  });

  it('sleeps as long as it was told', async () => {
    const woken = vi.fn();
    const sleeping = createSystemClock().sleep(250).then(woken);
    await vi.advanceTimersByTimeAsync(249);
    expect(woken).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
    expect(woken).toHaveBeenCalledTimes(1);
  });

  it("wakes a sleeper at once with the signal's reason and leaves no timer behind", async () => {
    const controller = new AbortController();
    const sleeping = createSystemClock().sleep(60_000, controller.signal);
    const reason = new Error('told to stop');
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not fall asleep when the signal was aborted before', async () => {
    const reason = new Error('told to stop');
    const sleeping = createSystemClock().sleep(60_000, AbortSignal.abort(reason));
    expect(vi.getTimerCount()).toBe(0);
    await expect(sleeping).rejects.toBe(reason);
  });

  it('lets many sleep on one signal without a warning of Node', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const { signal } = new AbortController();
    const clock = createSystemClock();
    const sleeping = Promise.all(Array.from({ length: 50 }, () => clock.sleep(10, signal)));
    await vi.advanceTimersByTimeAsync(10);
    await sleeping;
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it('leaves no listener on a signal that outlives the sleep', async () => {
    const controller = new AbortController();
    const clock = createSystemClock();
    const sleeping = Promise.all([clock.sleep(10, controller.signal), clock.sleep(20, controller.signal)]);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(20);
    await sleeping;
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

describe('the system clock among the timers of the process', () => {
  /** Timers that keep this process alive. */
  const liveTimers = () =>
    process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

  it('keeps the process alive while a timer has not fired, and no longer', () => {
    const before = liveTimers();
    const cancel = createSystemClock().after(600_000, () => undefined);
    expect(liveTimers()).toBe(before + 1);
    cancel();
    expect(liveTimers()).toBe(before);
  });
});
