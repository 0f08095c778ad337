import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepTrying } from '../../../../src/adapters/budget/redis/keep-trying.ts';
import { SharedWindowError } from '../../../../src/adapters/budget/redis/shared-window-error.ts';
import { clock, never } from './window.ts';

describe('trying again', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('backs off to two seconds at most, and starts anew after a success', async () => {
    const triesMs: number[] = [];
    const ending = new AbortController();
    const attempt = (onSuccess: () => void): Promise<void> => {
      triesMs.push(clock.nowMs());
      if (triesMs.length === 8) onSuccess();
      return Promise.reject(new SharedWindowError('away', 'passing'));
    };
    const onFailure = vi.fn();
    const trying = keepTrying({ clock, random: () => 1, signal: ending.signal, attempt, onFailure });
    await vi.advanceTimersByTimeAsync(8000);
    ending.abort();
    await trying;
    const pausesMs = triesMs.slice(1).map((at, index) => Math.round(at - (triesMs[index] ?? 0)));
    expect(pausesMs).toEqual([100, 200, 400, 800, 1600, 2000, 2000, 100, 200, 400]);
    expect(onFailure).toHaveBeenCalledTimes(triesMs.length);
  });

  it('ends when an attempt needs no other', async () => {
    const attempt = vi.fn(() => Promise.resolve());
    await keepTrying({ clock, random: () => 0, signal: never, attempt, onFailure: vi.fn() });
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it('passes on a mistake of the program at once', async () => {
    const attempt = (): Promise<void> => Promise.reject(new TypeError('mistake'));
    const trying = keepTrying({ clock, random: () => 0, signal: never, attempt, onFailure: vi.fn() });
    await expect(trying).rejects.toThrow('mistake');
  });
});
