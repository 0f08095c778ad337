import { describe, expect, it } from 'vitest';
import { DEFAULT_GUARD } from '../../src/model/account.ts';
import type { Doubt } from '../../src/model/desired-state.ts';
import { doubtTexts, mindedDoubts } from '../../src/plan/doubts.ts';

const unmarked = (...files: readonly string[]): readonly Doubt[] =>
  files.map((file) => ({ kind: 'no-end-mark', file }));

describe('doubtTexts', () => {
  it.each([
    [
      ['a.yaml'],
      "a.yaml does not end with the line '...', so it may have been cut off: if it is whole, add that line at its end",
    ],
    [
      ['a.yaml', 'b.yaml'],
      "a.yaml and b.yaml do not end with the line '...', so they may have been cut off: if they are whole, add that line at their ends",
    ],
    [
      ['a.yaml', 'b.yaml', 'c.yaml'],
      "a.yaml, b.yaml and c.yaml do not end with the line '...', so they may have been cut off: if they are whole, add that line at their ends",
    ],
    [
      ['a.yaml', 'b.yaml', 'c.yaml', 'd.yaml', 'e.yaml'],
      "a.yaml, b.yaml, c.yaml and 2 more do not end with the line '...', so they may have been cut off: if they are whole, add that line at their ends",
    ],
  ])('names the files %j that lack the end mark, the first three of many', (files, text) => {
    expect(doubtTexts(unmarked(...files))).toEqual([text]);
  });

  it('says what to write if no file declares the accounts', () => {
    const texts = doubtTexts([...unmarked('a.yaml'), { kind: 'no-accounts' }]);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toContain(
      "add one, be it 'accounts: { default: { apiKey: { env: MAILGUN_API_KEY } } }'",
    );
  });

  it('says nothing if there is no doubt', () => {
    expect(doubtTexts([])).toEqual([]);
  });
});

describe('mindedDoubts', () => {
  it('leaves a doubt out only if no account minds it', () => {
    const strict = { guard: DEFAULT_GUARD };
    const lax = { guard: { ...DEFAULT_GUARD, requireEndMark: false } };
    const doubts = unmarked('a.yaml');
    expect(mindedDoubts(doubts, [lax, strict])).toEqual(doubts);
    expect(mindedDoubts(doubts, [lax, lax])).toEqual([]);
  });
});
