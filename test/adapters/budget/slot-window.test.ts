import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSlotWindow } from '../../../src/adapters/budget/slot-window.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';

describe('the window of slots', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const open = (windowMs: number) => {
    const onFree = vi.fn();
    return { onFree, window: createSlotWindow({ clock: createSystemClock(), windowMs, onFree }) };
  };

  it('gives the slot of an answered request back one window and a quarter of a second later', () => {
    const { window, onFree } = open(60_000);
    window.take().ended('answered');
    vi.advanceTimersByTime(60_249);
    expect(window.taken()).toBe(1);
    expect(onFree).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(window.taken()).toBe(0);
    expect(onFree).toHaveBeenCalledTimes(1);
  });

  it('holds the slot of a request without an answer a minute longer, since it may still arrive', () => {
    const { window, onFree } = open(60_000);
    window.take().ended('lost');
    vi.advanceTimersByTime(119_999);
    expect(onFree).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onFree).toHaveBeenCalledTimes(1);
  });

  it('gives a slot that was not used back at once', () => {
    const { window, onFree } = open(60_000);
    window.take().ended('unused');
    expect(window.taken()).toBe(0);
    expect(onFree).toHaveBeenCalledTimes(1);
  });

  it('counts a request under way as taken however long it lasts', () => {
    const { window } = open(60_000);
    window.take();
    vi.advanceTimersByTime(10 * 60_000);
    expect(window.taken()).toBe(1);
  });

  it('scales the margins with the window', () => {
    const { window, onFree } = open(600);
    window.take().ended('answered');
    window.take().ended('lost');
    vi.advanceTimersByTime(603);
    expect(onFree).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(597);
    expect(onFree).toHaveBeenCalledTimes(2);
  });

  it('leaves no timer behind when it is closed, and sets none afterwards', () => {
    const { window, onFree } = open(60_000);
    const underWay = [window.take(), window.take(), window.take()] as const;
    window.take().ended('answered');
    window.take().ended('lost');
    window.close();
    expect(vi.getTimerCount()).toBe(0);
    underWay[0].ended('answered');
    underWay[1].ended('lost');
    underWay[2].ended('unused');
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10 * 60_000);
    expect(onFree).not.toHaveBeenCalled();
  });
});
