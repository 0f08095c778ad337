import { describe, expect, it } from 'vitest';
import { counted, duration, lasting, moment } from '../../../../src/adapters/http/page/wording.ts';
import { NOW_MS } from '../../../support/example-status.ts';

describe('wording', () => {
  it.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
    [86_399_999, '23 h'],
    [172_800_000, '2 d'],
  ])('calls %i ms %s', (ms, expected) => {
    expect(duration(ms)).toBe(expected);
  });

  it('tells a moment as seen from now, and exactly', () => {
    const exact = 'datetime="2025-12-31T23:58:00.000Z" title="2025-12-31T23:58:00.000Z"';
    expect(moment(NOW_MS - 120_000, NOW_MS).html).toBe(`<time ${exact}>2 min ago</time>`);
    expect(lasting(NOW_MS - 120_000, NOW_MS).html).toBe(`<time ${exact}>2 min</time>`);
    expect(moment(NOW_MS + 5000, NOW_MS).html).toContain('>in 5 s<');
    expect(moment(NOW_MS + 999, NOW_MS).html).toContain('>just now<');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 9e15])('survives the moment %d', (ms) => {
    expect(moment(ms, NOW_MS).html).toBe('unknown');
  });

  it('counts in the singular and the plural', () => {
    expect([counted(1, 'domain'), counted(5000, 'domain'), counted(0, 'delivery', 'deliveries')]).toEqual([
      '1 domain',
      '5,000 domains',
      '0 deliveries',
    ]);
  });
});
