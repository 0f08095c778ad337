import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyLine, planAgainLine } from '../../src/cli/apply-line.ts';
import { shellWords } from '../../src/cli/shell-words.ts';

const OPTIONS = {
  config: ['prod dir/', 'b.yaml'],
  account: ['main'],
  domain: ['*.example.com'],
  allowHost: ['mailgun.internal'],
  output: 'json',
  logLevel: 'debug',
  color: 'always',
  lockTimeoutMs: 1,
} as const;

const { config: _config, allowHost: _allowHost, ...ELSEWHERE } = OPTIONS;

describe('the line to go on with', () => {
  it('has every option that decides what is planned, and no other', () => {
    expect(applyLine(OPTIONS)).toBe(
      "mghooks apply --config 'prod dir/' --config b.yaml --allow-host mailgun.internal --account main --domain '*.example.com'",
    );
  });

  it('does not narrow a saved plan', () => {
    expect(applyLine(OPTIONS, 'plan.json')).toBe(
      "mghooks apply plan.json --config 'prod dir/' --config b.yaml --allow-host mailgun.internal",
    );
    expect(planAgainLine(ELSEWHERE, 'my plan.json')).toBe("mghooks plan --out 'my plan.json'");
  });

  it('is read by a shell as it was meant', () => {
    const word = fc.string({ minLength: 1 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (words) => {
        const script = `for word in ${shellWords(words)}; do printf '%s\\0' "$word"; done`;
        expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(
          words.map((text) => `${text}\0`).join(''),
        );
      }),
      { numRuns: 50 },
    );
  });
});
