import { describe, expect, it } from 'vitest';
import { loadAccounts } from '../../../src/adapters/config/configured-accounts.ts';
import { makeFolder } from './config-folder.ts';

const ACCOUNTS = 'version: 1\naccounts:\n  eu: { region: eu, apiKey: { env: A } }\n';

async function load(text: string) {
  const workingDirectory = await makeFolder({ 'config/accounts.yaml': text });
  return loadAccounts({ paths: ['config/'], variables: new Map(), workingDirectory });
}

describe('the accounts of a configuration', () => {
  it('can be loaded before it has any domain', async () => {
    const { accounts, files } = await load(ACCOUNTS);
    expect(accounts).toMatchObject([{ name: 'eu', baseUrl: 'https://api.eu.mailgun.net' }]);
    expect(files.map(({ name }) => name)).toEqual(['config/accounts.yaml']);
  });

  it.each([
    ['an unknown key', `${ACCOUNTS}acounts: {}\n`],
    ['a missing line break', ACCOUNTS.trimEnd()],
    ['a domain without anything', `${ACCOUNTS}domains:\n  mg.example.com:\n`],
  ])('are refused with everything else when there is %s', async (_name, text) => {
    await expect(load(text)).rejects.toThrow('The configuration has an error');
  });
});
