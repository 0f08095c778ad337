import { describe, expect, it } from 'vitest';
import { breatherMs, DEFAULT_PACE, rereadMs, restMs } from '../../../../src/adapters/config/watch/pace.ts';

describe('the pace of looks at the files', () => {
  it.each([
    ['a few files', 1, 10_000],
    ['five thousand files', 80, 16_000],
    ['a slow network folder', 5_000, 60_000],
  ])('is slower the longer a look takes, up to a minute: %s', (_, lookMs, expected) => {
    expect(restMs(DEFAULT_PACE, lookMs)).toBe(expected);
  });

  it('leaves a breather between looks however many hints there are', () => {
    expect(breatherMs(DEFAULT_PACE, 1)).toBe(1_000);
    expect(breatherMs(DEFAULT_PACE, 80)).toBe(1_600);
  });

  it('reads untouched files once a minute, failed ones at each look, and many more rarely', () => {
    expect(rereadMs(DEFAULT_PACE, 5, false)).toBe(60_000);
    expect(rereadMs(DEFAULT_PACE, 5, true)).toBe(10_000);
    expect(rereadMs(DEFAULT_PACE, 650, false)).toBe(260_000);
    expect(rereadMs(DEFAULT_PACE, 650, true)).toBe(260_000);
  });

  it('is what the operator says, if that is slower', () => {
    expect(restMs({ pollMs: 120_000, settleMs: 0 }, 5_000)).toBe(120_000);
  });
});
