import { describe, expect, it } from 'vitest';
import { type RateLimit, RateLimiter } from '../../src/emulator/rate-limit.ts';

const FIXED: RateLimit = { limit: 3, windowMs: 1000, window: 'fixed' };
const ROLLING: RateLimit = { ...FIXED, window: 'rolling' };

function allowedAt(rate: RateLimit, times: readonly number[]): readonly boolean[] {
  const limiter = new RateLimiter(rate);
  return times.map((at) => limiter.admit('a', at).allowed);
}

describe('A fixed window', () => {
  it('is opened by the first request, and lets a double burst through at its end', () => {
    const times = [500, 1499, 1499, 1499, 1500, 1500, 1500, 1500];
    expect(allowedAt(FIXED, times)).toEqual([true, true, true, false, true, true, true, false]);
  });

  it('is opened anew by the first request after a pause, not by the clock', () => {
    expect(allowedAt(FIXED, [0, 5300, 5300, 5300, 6299, 6300])).toEqual([
      true,
      true,
      true,
      true,
      false,
      true,
    ]);
  });

  it('tells how many requests are left and when it ends', () => {
    const limiter = new RateLimiter(FIXED);
    expect(limiter.admit('a', 100)).toEqual({ allowed: true, remaining: 2, resetAfterMs: 1000 });
    expect(limiter.admit('a', 400)).toEqual({ allowed: true, remaining: 1, resetAfterMs: 700 });
    expect(limiter.admit('b', 400)).toEqual({ allowed: true, remaining: 2, resetAfterMs: 1000 });
  });
});

describe('A rolling window', () => {
  it('counts the requests before each one, and lets no double burst through', () => {
    const times = [500, 1499, 1499, 1499, 1500, 1501];
    expect(allowedAt({ ...ROLLING, countsRefused: false }, times)).toEqual([
      true,
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  it('counts refused requests too by default, so that asking on never helps', () => {
    const impatient = [0, 0, 0, 500, 1100, 1400, 1450, 1500, 2300];
    expect(allowedAt(ROLLING, impatient)).toEqual([true, true, true, false, true, true, false, false, false]);
    expect(allowedAt({ ...ROLLING, countsRefused: false }, impatient)).toEqual([
      true,
      true,
      true,
      false,
      true,
      true,
      true,
      false,
      true,
    ]);
  });

  it('tells when the next request is allowed', () => {
    const limiter = new RateLimiter({ ...ROLLING, countsRefused: false });
    for (const at of [0, 200, 300]) limiter.admit('a', at);
    expect(limiter.admit('a', 400)).toEqual({ allowed: false, remaining: 0, resetAfterMs: 600 });
    expect(limiter.admit('a', 1000)).toMatchObject({ allowed: true });
  });
});
