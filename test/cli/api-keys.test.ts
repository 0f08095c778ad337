import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Scrubber } from '../../src/adapters/telemetry/scrubber.ts';
import { apiKeyOf } from '../../src/cli/api-keys.ts';
import { readEnvironment } from '../../src/cli/environment.ts';
import { type Account, accountName, DEFAULT_GUARD, type KeySource } from '../../src/model/account.ts';
import { workspace } from '../support/workspace.ts';

const account = (apiKey: KeySource): Account => ({
  name: accountName('main'),
  baseUrl: 'https://api.mailgun.net',
  apiKey,
  requestsPerMinute: 300,
  guard: DEFAULT_GUARD,
  writeApi: 'auto',
});

function keyOf(apiKey: KeySource, { folder = '.', variables = {}, scrubber = new Scrubber() } = {}) {
  return apiKeyOf(account(apiKey), {
    environment: readEnvironment(variables),
    workingDirectory: folder,
    scrubber,
  });
}

describe('apiKeyOf', () => {
  it('takes the key from the variable that the account names', () => {
    expect(keyOf({ env: 'MY_KEY' }, { variables: { MY_KEY: 'key-1' } })().reveal()).toBe('key-1');
  });

  it('takes a rotated key from its file at once, and the last good one while the file is being replaced', () => {
    const folder = workspace({ key: 'key-1\n' });
    const file = join(folder, 'key');
    const key = keyOf({ file: 'key' }, { folder });
    expect(key().reveal()).toBe('key-1');
    rmSync(file);
    expect(key().reveal()).toBe('key-1');
    writeFileSync(file, '');
    expect(key().reveal()).toBe('key-1');
    writeFileSync(file, 'key-2\n');
    expect(key().reveal()).toBe('key-2');
  });

  it('has every key that it ever gave out scrubbed from all output', () => {
    const folder = workspace({ key: 'key-number-one' });
    const scrubber = new Scrubber();
    const key = keyOf({ file: 'key' }, { folder, scrubber });
    writeFileSync(join(folder, 'key'), 'key-number-two');
    key();
    expect(scrubber.scrub('key-number-one key-number-two')).toBe('[redacted] [redacted]');
  });

  it.each([
    [{ env: 'MY_KEY' }, {}, "No API key for account 'main': the environment variable MY_KEY is not set"],
    [
      { env: 'MY_KEY' },
      { MY_KEY: '' },
      "No API key for account 'main': the environment variable MY_KEY is empty",
    ],
    [{ file: 'missing' }, {}, "No API key for account 'main': cannot read the file missing (ENOENT)"],
    [{ file: 'empty' }, {}, "No API key for account 'main': the file empty is empty"],
    [{ file: 'two' }, {}, "The API key of account 'main' in the file two holds white space"],
  ])('says which account, and where its key is expected: %j %j', (source, variables, message) => {
    const folder = workspace({ empty: '\n', two: 'key-1\nkey-2\n' });
    expect(() => keyOf(source, { folder, variables })).toThrow(message);
  });
});
