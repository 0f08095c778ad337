import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBell } from '../../../../src/adapters/budget/redis/bell.ts';
import { clock } from './window.ts';

describe('the bell', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('lets a sleeper rest for so long', async () => {
    const bell = createBell(clock);
    const startMs = clock.nowMs();
    const resting = bell.rest(1000).then(() => clock.nowMs() - startMs);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await resting).toBe(1000);
  });

  it('wakes a sleeper early, and leaves no timer behind', async () => {
    const bell = createBell(clock);
    const resting = bell.rest(1000);
    bell.ring();
    await resting;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps a ring that nobody heard, once', async () => {
    const bell = createBell(clock);
    bell.ring();
    bell.ring();
    await bell.rest(1000);
    const startMs = clock.nowMs();
    const resting = bell.rest(1000).then(() => clock.nowMs() - startMs);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await resting).toBe(1000);
  });
});
