import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnosticsOf, errorsOf, load, loadFrom, makeFolder, underlined } from './config-folder.ts';

const DOMAINS = 'domains:\n  mg.example.com: { webhooks: {} }\n';
const withAccount = (entry: string) => `version: 1\naccounts:\n  main: ${entry}\n${DOMAINS}`;
const KEY = 'apiKey: { env: KEY }';

describe('the accounts', () => {
  it('are one in region us with its key in MAILGUN_API_KEY when no file names any', async () => {
    const { accounts, desired } = await load(`version: 1\n${DOMAINS}`);
    expect(accounts).toEqual([
      {
        name: 'default',
        baseUrl: 'https://api.mailgun.net',
        apiKey: { env: 'MAILGUN_API_KEY' },
        requestsPerMinute: 300,
        guard: { maxDeletes: 10, maxDeletePercent: 30, requireEndMark: true },
        writeApi: 'auto',
      },
    ]);
    expect(desired.domains[0]?.account).toBe('default');
  });

  it('have every setting that is written, and defaults for the others', async () => {
    const { accounts } = await load(`version: 1
accounts:
  zeta: { ${KEY} }
  alpha:
    region: eu
    ${KEY}
    requestsPerMinute: 1
    guard: { maxDeletes: 0 }
    subaccount: 646d00a1b32c35364a2ad34f
    writeApi: v3
defaults: { account: zeta }
${DOMAINS}`);
    expect(accounts.map(({ name }) => name)).toEqual(['alpha', 'zeta']);
    expect(accounts[0]).toEqual({
      name: 'alpha',
      baseUrl: 'https://api.eu.mailgun.net',
      apiKey: { env: 'KEY' },
      requestsPerMinute: 1,
      guard: { maxDeletes: 0, maxDeletePercent: 30, requireEndMark: true },
      subaccount: '646d00a1b32c35364a2ad34f',
      writeApi: 'v3',
    });
  });

  it('find the file of a key beside the file that names it, wherever the program was started', async () => {
    const root = await makeFolder({
      'config/team/a.yaml': withAccount('{ apiKey: { file: ../keys/main } }'),
    });
    const [account] = (await loadFrom(root, { paths: ['config'] })).accounts;
    expect(account?.apiKey).toEqual({ file: join(root, 'config/keys/main') });
    const absolute = await load(withAccount('{ apiKey: { file: /run/secrets/key } }'));
    expect(absolute.accounts[0]?.apiKey).toEqual({ file: '/run/secrets/key' });
  });

  it.each([
    ['0', "'requestsPerMinute' must be a whole number from 1 to 300, but is 0"],
    ['301', "'requestsPerMinute' must be a whole number from 1 to 300, but is 301"],
    ['1.5', "'requestsPerMinute' must be a whole number from 1 to 300, but is 1.5"],
    ['.inf', "'requestsPerMinute' must be a whole number from 1 to 300, but is Infinity"],
    ['yes', "'requestsPerMinute' must be a whole number from 1 to 300, but is 'yes'"],
    [
      '"300"',
      "'requestsPerMinute' must be a whole number from 1 to 300, but is '300' (write 300 without quotes)",
    ],
  ])('send 1 to 300 requests a minute: %s is an error', async (value, message) => {
    const text = withAccount(`{ ${KEY}, requestsPerMinute: ${value} }`);
    expect(await errorsOf(text)).toEqual([`3:52 ${message}`]);
    const [diagnostic] = await diagnosticsOf(text);
    expect(diagnostic && underlined(diagnostic)).toBe(value);
  });

  it.each([
    ['region: uss', "unknown region 'uss' (did you mean 'us'?)"],
    ['writeApi: v4', "unknown writeApi 'v4'"],
    ['guard: { maxDeletes: -1 }', "'maxDeletes' must be a whole number, 0 or more, but is -1"],
    ['guard: { maxDeletePercent: 101 }', "'maxDeletePercent' must be a number from 0 to 100, but is 101"],
    ['subaccount: "a b"', "'subaccount' must be the id of a subaccount"],
    ['requestPerMinute: 5', "unknown key 'requestPerMinute' (did you mean 'requestsPerMinute'?)"],
    ['region: us, baseUrl: "https://h.example"', "the account 'main' has both 'region' and 'baseUrl'"],
  ])('refuse %s', async (setting, message) => {
    const [error, more] = await errorsOf(withAccount(`{ ${KEY}, ${setting} }`));
    expect(error).toContain(message);
    expect(more).toBeUndefined();
  });
});

describe('the base URL of an account', () => {
  it('takes the place of a region, and is checked where it stands', async () => {
    const emulator = await load(withAccount(`{ baseUrl: "http://127.0.0.1:8025/", ${KEY} }`));
    expect(emulator.accounts[0]?.baseUrl).toBe('http://127.0.0.1:8025');
    expect(await errorsOf(withAccount(`{ baseUrl: "http://u:pw@h.example", ${KEY} }`))).toEqual([
      expect.stringMatching(/^3:20 the base URL has a user/),
    ]);
    const [diagnostic] = await diagnosticsOf(withAccount(`{ baseUrl: "http://h.example", ${KEY} }`));
    expect(diagnostic?.message).toContain('the API key would be sent unencrypted');
    expect(diagnostic && underlined(diagnostic)).toBe('"http://h.example"');
  });
});

describe('the API key of an account', () => {
  const canary = 'key-c0ffee00c0ffee00c0ffee00c0ffee00';

  it.each([
    ['a literal', canary],
    ['a quoted literal', `"${canary}"`],
    ['a literal of another form', 'hunter2hunter2'],
    ['a literal as env', `{ env: ${canary} }`],
    ['a literal as env, of another form', '{ env: "Hunter2" }'],
    ['a literal on a line of its own', '\n      hunter2-on-its-own-line'],
    ['a literal as a block', `|\n      ${canary}`],
    ['a list', `[${canary}]`],
    ['an unknown key', `{ key: ${canary} }`],
    ['a literal as a key', `{ ${canary} }`],
  ])('never stands in a file: %s is refused and not shown', async (_, value) => {
    const diagnostics = await diagnosticsOf(withAccount(`\n    apiKey: ${value}`));
    expect(diagnostics.length).toBeGreaterThan(0);
    const shown = JSON.stringify(diagnostics);
    expect(shown).not.toMatch(/c0ffee00|hunter2/i);
    expect(shown).toMatch(/the key itself never stands in a file|unknown key/);
  });

  it('is found in exactly one place', async () => {
    for (const value of ['{}', '{ env: A, file: b }']) {
      expect(await errorsOf(withAccount(`{ apiKey: ${value} }`))).toEqual([
        expect.stringContaining(
          "3:19 'apiKey' must say where the key is found: exactly one of 'env' and 'file'",
        ),
      ]);
    }
    expect(await errorsOf(withAccount('{}'))).toEqual([
      "3:3 'main' has no 'apiKey' (add 'apiKey: { env: MAILGUN_API_KEY }')",
    ]);
  });
});
