import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileUrl } from '../../../src/adapters/config/url-pattern.ts';
import { Variables } from '../../../src/adapters/config/variables.ts';
import { errorsOf, load } from './config-folder.ts';

const ENVIRONMENT = new Map([
  ['MGHOOKS_VAR_HOST', 'hooks.example.com'],
  ['MGHOOKS_VAR_TOKEN', 'a/b'],
  ['MGHOOKS_VAR_EMPTY', ''],
  ['MGHOOKS_VAR_BRACES', '{domain}'],
  ['MGHOOKS_VAR_SPACE', 'a b'],
  ['MGHOOKS_VAR_NESTED', '${' + 'MAILGUN_API_KEY}'],
  ['MAILGUN_API_KEY', 'canary-0123456789'],
]);

/** `{X}` stands for a variable, as a dollar before a brace means something to the language of this test. */
const compile = (text: string) => {
  const { hint, ...compiled } = {
    hint: undefined,
    ...compileUrl(text.replaceAll('@{', '${'), new Variables(ENVIRONMENT)),
  };
  return { ...compiled, ...(hint === undefined ? {} : { hint: hint() }) };
};

describe('a URL of the configuration', () => {
  it.each([
    ['https://a.example/x', 'https://a.example/x'],
    ['http://u:p@a.example:8080/x?y=1#z', 'http://u:p@a.example:8080/x?y=1#z'],
    ['https://a.example', 'https://a.example'],
    ['https://h.example/{domain}/{event}', 'https://h.example/{domain}/{event}'],
    ['https://{domain}/{event}', 'https://{domain}/{event}'],
    ['https://@{MGHOOKS_VAR_HOST}/{event}/@{MGHOOKS_VAR_TOKEN}', 'https://hooks.example.com/{event}/a/b'],
    ['https://a.example/$1$&', 'https://a.example/$1$&'],
  ])('%s becomes %s', (text, pattern) => {
    expect(compile(text)).toEqual({ pattern });
  });

  it.each([
    ['https://a.example/{evnt}', "unknown placeholder '{evnt}'", "did you mean 'event'?"],
    ['https://a.example/{}', "unknown placeholder '{}'", 'there are domain, event'],
    [
      'https://a.example/@{MGHOOKS_VAR_TOKN}',
      'the environment variable MGHOOKS_VAR_TOKN is not set',
      "did you mean 'MGHOOKS_VAR_TOKEN'?",
    ],
    [
      'https://a.example/@{MGHOOKS_VAR_ZZZZZZZZ}',
      'the environment variable MGHOOKS_VAR_ZZZZZZZZ is not set',
      'set MGHOOKS_VAR_ZZZZZZZZ in the environment',
    ],
    [
      'https://a.example/@{MGHOOKS_VAR_EMPTY}',
      'the environment variable MGHOOKS_VAR_EMPTY is empty',
      'give MGHOOKS_VAR_EMPTY a value',
    ],
    [
      'https://a.example/$MGHOOKS_VAR_TOKEN',
      "'$MGHOOKS_VAR_TOKEN' is not filled in",
      'write @{MGHOOKS_VAR_TOKEN}',
    ],
  ])('%s is refused with advice', (text, problem, hint) => {
    expect(compile(text)).toEqual({ problem, hint: hint.replace('@{', '${') });
  });

  it.each([
    ['ftp://a.example/', 'does not start with https:// or http://'],
    ['https://', 'cannot be parsed'],
    ['https://a.example/a b', 'contains " "'],
    ['https://a.example/{domain', 'contains "{"'],
    ['https://a.example/@{MGHOOKS_VAR_TOKEN', 'contains "{"'],
    [
      'https://a.example/@{MGHOOKS_VAR_BRACES}',
      'contains "{", which must be percent-encoded once @{MGHOOKS_VAR_BRACES} is filled in',
    ],
    ['https://a.example/@{MGHOOKS_VAR_SPACE}', 'once @{MGHOOKS_VAR_SPACE} is filled in'],
    ['https://a.example/@{MGHOOKS_VAR_NESTED}', 'once @{MGHOOKS_VAR_NESTED} is filled in'],
    [`https://a.example/${'x'.repeat(2048)}`, 'longer than 2048 characters'],
  ])('%s is refused', (text, problem) => {
    const compiled = compile(text);
    expect(compiled).toEqual({ problem: expect.stringContaining(problem.replace('@{', '${')) });
    expect(JSON.stringify(compiled)).not.toContain('a b');
  });

  it('takes nothing from the environment but MGHOOKS_VAR_*, and says why', () => {
    for (const name of [
      'MAILGUN_API_KEY',
      'HOME',
      'mghooks_var_host',
      'XMGHOOKS_VAR_HOST',
      '',
      '__proto__',
    ]) {
      expect(compile(`https://a.example/?k=@{${name}}`)).toMatchObject({
        problem: `'\${${name}}' is not filled in: only variables named MGHOOKS_VAR_* are, so that no key leaves through a webhook`,
      });
    }
  });

  it('never holds the value of another variable, whatever is written', () => {
    const piece = fc.constantFrom(
      '$',
      '{',
      '}',
      'MAILGUN_API_KEY',
      'MGHOOKS_VAR_',
      'NESTED',
      'BRACES',
      'domain',
      '/',
      'a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const compiled = compile(`https://a.example/${pieces.join('')}`);
        expect(JSON.stringify(compiled)).not.toContain('canary');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('variables of URLs', () => {
  const TEXT =
    'version: 1\ndomains:\n  a.example: { webhooks: { opened: "https://h.example/$' +
    '{MGHOOKS_VAR_A}" } }\n';

  it('are part of what the configuration says, so another value has another digest', async () => {
    const one = await load(TEXT, { variables: { MGHOOKS_VAR_A: '1', MGHOOKS_VAR_B: 'unused' } });
    const same = await load(TEXT, { variables: { MGHOOKS_VAR_A: '1' } });
    const other = await load(TEXT, { variables: { MGHOOKS_VAR_A: '2' } });
    expect(one.desired.domains[0]?.webhooks).toEqual({ opened: ['https://h.example/1'] });
    expect(one.digest).toBe(same.digest);
    expect(other.digest).not.toBe(one.digest);
  });

  it('are not shown in an error', async () => {
    const errors = await errorsOf(TEXT, { variables: { MGHOOKS_VAR_A: 'canary value' } });
    expect(errors).toHaveLength(1);
    expect(errors.join('')).not.toContain('canary');
  });
});
