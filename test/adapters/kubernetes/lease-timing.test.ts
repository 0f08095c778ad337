import { describe, expect, it } from 'vitest';
import { microTime } from '../../../src/adapters/kubernetes/lease.ts';
import { checkTiming, LEASE_TIMING, writeWindowMs } from '../../../src/adapters/kubernetes/lease-timing.ts';

describe('the timing of a lease', () => {
  it('is that of Kubernetes, with 6 s to start a write', () => {
    expect(LEASE_TIMING).toMatchObject({ leaseDurationMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2000 });
    expect(writeWindowMs(LEASE_TIMING)).toBe(6000);
    expect(() => checkTiming(LEASE_TIMING)).not.toThrow();
  });

  it.each([
    ['a request may outlast the renew deadline', { requestLimitMs: 10_000 }],
    ['two could lead', { renewDeadlineMs: 15_000 }],
    ['there is no try before a request has ended', { retryMs: 5000 }],
    ['there is no time to write', { writeLimitMs: 13_000 }],
  ])('is refused when %s', (_, change) => {
    expect(() => checkTiming({ ...LEASE_TIMING, ...change })).toThrow(TypeError);
  });
});

describe('a time in a lease', () => {
  it('has six digits, of which the last three count, so that no two in a row are alike', () => {
    const wallMs = Date.UTC(2026, 0, 1, 0, 0, 0, 123);
    expect(microTime(wallMs, 1)).toBe('2026-01-01T00:00:00.123001Z');
    expect(microTime(wallMs, 1002)).toBe('2026-01-01T00:00:00.123002Z');
  });
});
