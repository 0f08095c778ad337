import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import { nearestWord } from '../../src/model/nearest-word.ts';

describe('nearestWord', () => {
  it.each([
    ['permanent_fial', 'permanent_fail'],
    ['delivred', 'delivered'],
    ['Clicked', 'clicked'],
    ['open', 'opened'],
    ['opend', 'opened'],
    ['xyz', undefined],
    ['', undefined],
  ])('for %j is %j', (misspelt, nearest) => {
    expect(nearestWord(misspelt, EVENT_TYPES)).toBe(nearest);
  });

  it('has nothing to offer from an empty list', () => {
    expect(nearestWord('a', [])).toBeUndefined();
  });
});
