import { describe, expect, it } from 'vitest';
import { findPlanId } from '../../src/cli/audited-plans.ts';

const ENTRIES = ['1f0c9a2b7d3e', '1f0cffffffff', 'abcd00000000', '1f0c9a2b7d3e'].map((planId, atMs) => ({
  planId,
  atMs,
}));

describe('a plan of the audit trail', () => {
  it.each([
    ['its id', '1f0c9a2b7d3e', '1f0c9a2b7d3e'],
    ['the beginning of it', 'abcd', 'abcd00000000'],
    ['capital letters', 'ABCD0', 'abcd00000000'],
    ['as much as tells it from others', '1f0c9', '1f0c9a2b7d3e'],
  ])('is found by %s', (_name, text, id) => {
    expect(findPlanId(ENTRIES, text)).toBe(id);
  });

  it.each([
    ['a beginning that several have', '1f0c', "Several plans begin with '1f0c': 1f0c9a2b7d3e, 1f0cffffffff"],
    ['a slip of the keys', 'abcd00000001', "did you mean 'abcd00000000'?"],
    ['another id', '999999999999', 'the latest are 1f0c9a2b7d3e, abcd00000000, 1f0cffffffff'],
    ['too little of it', '1f0', 'expected its twelve digits'],
    ['something else', 'latest', 'expected its twelve digits'],
  ])('is not found by %s, and it says what would be right', (_name, text, message) => {
    expect(() => findPlanId(ENTRIES, text)).toThrow(message);
  });

  it('is not found in an empty trail', () => {
    expect(() => findPlanId([], '1f0c')).toThrow('it is empty');
  });
});
