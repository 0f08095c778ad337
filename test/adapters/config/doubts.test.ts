import { describe, expect, it } from 'vitest';
import { errorsOf, type FileContents, type LoadOptions, load } from './config-folder.ts';

const ACCOUNTS = 'version: 1\naccounts: { main: { apiKey: { env: KEY } } }\n';
const DOMAINS = 'version: 1\ndomains:\n  mg.example.com:\n    webhooks: { opened: https://a.example/ }\n';
const WHOLE = `${ACCOUNTS}domains: { mg.example.com: { webhooks: { opened: https://a.example/ } } }\n...\n`;

const AS_JSON = {
  version: 1,
  accounts: { main: { apiKey: { env: 'KEY' } } },
  domains: { 'mg.example.com': { webhooks: { opened: 'https://a.example/' } } },
};
const BRACED = Object.entries(AS_JSON).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);

async function doubtsOf(files: FileContents | string, options?: LoadOptions) {
  return (await load(files, options)).desired.doubts;
}

describe('what may be missing from a configuration', () => {
  it('is the rest of each file without an end mark, named as the user would', async () => {
    const files = { 'config/accounts.yaml': ACCOUNTS, 'config/domains.yaml': DOMAINS };
    expect(await doubtsOf(files, { paths: ['config/'] })).toEqual([
      { kind: 'no-end-mark', file: 'config/accounts.yaml' },
      { kind: 'no-end-mark', file: 'config/domains.yaml' },
    ]);
    const one = { ...files, 'config/accounts.yaml': `${ACCOUNTS}...\n` };
    expect(await doubtsOf(one, { paths: ['./config'] })).toEqual([
      { kind: 'no-end-mark', file: 'config/domains.yaml' },
    ]);
  });

  it.each([
    ['ends with the mark', WHOLE],
    ['has Windows line breaks', WHOLE.replaceAll('\n', '\r\n')],
    ['has comments and blank lines after the mark', `${WHOLE}\n# the end\n\n`],
    ['has a comment on the mark', WHOLE.replace('...\n', '... # the end\n')],
    ['is JSON', `${JSON.stringify(AS_JSON)}\n`],
    ['is a map in braces', `{\n${BRACED.map((line) => `${line},\n`).join('')}}\n# c\n`],
  ])('is nothing of a file that %s', async (_name, text) => {
    expect(await doubtsOf(text)).toEqual([]);
  });

  it.each([
    ['has three dots in a comment', `${WHOLE.replace('...\n', '# ...\n')}`],
    ['ends with braces, but not around all of it', WHOLE.replace('...\n', '')],
  ])('is the rest of a file that %s', async (_name, text) => {
    expect(await doubtsOf(text)).toEqual([{ kind: 'no-end-mark', file: 'config.yaml' }]);
  });

  it('is the file of the accounts, if files were looked for and none declares any', async () => {
    const files = { 'config/domains.yaml': `${DOMAINS}...\n` };
    expect(await doubtsOf(files, { paths: ['config'] })).toEqual([{ kind: 'no-accounts' }]);
    expect(await doubtsOf(files, { paths: ['config/*.yaml'] })).toEqual([{ kind: 'no-accounts' }]);
    expect(await doubtsOf(files, { paths: ['./config/domains.yaml'] })).toEqual([]);
  });

  it('is no file, if each was named: one that is gone is an error', async () => {
    const files = { 'a.yaml': `${DOMAINS}...\n`, 'b.yaml': 'version: 1\n...\n' };
    expect(await doubtsOf(files, { paths: ['a.yaml', 'b.yaml'] })).toEqual([]);
    expect(await doubtsOf(files, { paths: ['a.yaml', '.'] })).toEqual([{ kind: 'no-accounts' }]);
  });
});

describe('the end mark', () => {
  const after = "this stands after the end mark '...'";
  const hint =
    'the mark ends the file, and only comments may follow: put it on a line of its own, the last one';

  it.each([
    ['more of the configuration', `${WHOLE}defaults: { account: main }\n`, '5:1'],
    ['a second document', `${WHOLE}---\nversion: 1\n`, '5:1'],
    ['another mark', `${WHOLE}...\n`, '5:1'],
    ['something on its own line', WHOLE.replace('...\n', '... the end\n'), '4:5'],
  ])('may not be followed by %s', async (_name, text, place) => {
    expect(await errorsOf(text)).toEqual([`${place} ${after} (${hint})`]);
  });

  it('needs a line break after it, as any last line', async () => {
    expect(await errorsOf(WHOLE.trimEnd())).toEqual([
      '4:4 the file does not end with a line break: it may have been cut off (add a line break at the end)',
    ]);
  });
});
