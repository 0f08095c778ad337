import { describe, expect, it } from 'vitest';
import { findRuns } from '../../src/cli/audited-plans.ts';

const RUNS = [
  ['1f0c9a2b7d3e', '5d1c0b7a9e8f6a4b'],
  ['abcd00000000', '00000000aaaaaaaa'],
  ['1f0cffffffff', '11111111bbbbbbbb'],
  ['1f0c9a2b7d3e', '5d1cffff00000000'],
].map(([planId = '', runId = '']) => ({ planId, runId }));

const found = (text: string) => findRuns(RUNS, text).map(({ planId, runId }) => `${planId} ${runId}`);

describe('a plan of the audit trail', () => {
  it.each([
    ['its id', '1f0c9a2b7d3e', '1f0c9a2b7d3e'],
    ['the beginning of it', 'abcd', 'abcd00000000'],
    ['capital letters', 'ABCD0', 'abcd00000000'],
    ['as much as tells it from others', '1f0c9', '1f0c9a2b7d3e'],
  ])('is found by %s', (_name, text, id) => {
    expect(new Set(findRuns(RUNS, text).map(({ planId }) => planId))).toEqual(new Set([id]));
  });

  it('has all its runs, or the one that is named', () => {
    expect(found('1f0c9')).toEqual(['1f0c9a2b7d3e 5d1c0b7a9e8f6a4b', '1f0c9a2b7d3e 5d1cffff00000000']);
    expect(found('1f0c9a2b7d3e@5D1C0')).toEqual(['1f0c9a2b7d3e 5d1c0b7a9e8f6a4b']);
    expect(found('1f0c9@5d1c')).toHaveLength(2);
  });

  it.each([
    ['a beginning that several have', '1f0c', "Several plans begin with '1f0c': 1f0c9a2b7d3e, 1f0cffffffff"],
    ['a slip of the keys', 'abcd00000001', "did you mean 'abcd00000000'?"],
    ['another id', '999999999999', 'the latest are 1f0c9a2b7d3e, abcd00000000, 1f0cffffffff'],
    ['too little of it', '1f0', 'expected its twelve digits'],
    ['something else', 'latest', 'expected its twelve digits'],
    [
      'a run that it does not have',
      'abcd@5d1c',
      "Plan abcd00000000 has no run '5d1c': its latest are 00000000",
    ],
    ['too little of a run', 'abcd@00', 'expected its twelve digits'],
  ])('is not found by %s, and it says what would be right', (_name, text, message) => {
    expect(() => findRuns(RUNS, text)).toThrow(message);
  });

  it('is not found in an empty trail', () => {
    expect(() => findRuns([], '1f0c')).toThrow('it is empty');
  });
});
