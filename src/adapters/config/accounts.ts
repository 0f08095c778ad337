import { resolve } from 'node:path';
import {
  type Account,
  accountName,
  DEFAULT_GUARD,
  type KeySource,
  REGION_BASE_URLS,
  REQUESTS_PER_MINUTE_MAX,
} from '../../model/account.ts';
import { parseBaseUrl } from './base-url.ts';
import type { AccountEntry } from './config-file.gen.ts';
import type { Entry, NamedEntries } from './named-entries.ts';
import { keyOrigin, type Report, valueOrigin } from './origin.ts';

/** What is meant when no file has a section `accounts`. */
const ONLY_ACCOUNT: Account = {
  name: accountName('default'),
  baseUrl: REGION_BASE_URLS.us,
  apiKey: { env: 'MAILGUN_API_KEY' },
  requestsPerMinute: REQUESTS_PER_MINUTE_MAX,
  guard: DEFAULT_GUARD,
  writeApi: 'auto',
};

/** The accounts by name; one whose entry is wrong is left out. */
export function resolveAccounts(
  entries: NamedEntries<AccountEntry>,
  report: Report,
): ReadonlyMap<string, Account> {
  if (entries.entries.size === 0) return new Map([[ONLY_ACCOUNT.name, ONLY_ACCOUNT]]);
  const accounts = new Map<string, Account>();
  for (const entry of entries.entries.values()) {
    const baseUrl = resolveBaseUrl(entry, report);
    const apiKey = resolveKeySource(entry);
    if (baseUrl !== undefined && apiKey !== undefined)
      accounts.set(entry.name, toAccount(entry, baseUrl, apiKey));
  }
  return accounts;
}

function toAccount({ name, value }: Entry<AccountEntry>, baseUrl: string, apiKey: KeySource): Account {
  return {
    name: accountName(name),
    baseUrl,
    apiKey,
    requestsPerMinute: value.requestsPerMinute ?? REQUESTS_PER_MINUTE_MAX,
    guard: { ...DEFAULT_GUARD, ...value.guard },
    ...(value.subaccount === undefined ? {} : { subaccount: value.subaccount }),
    writeApi: value.writeApi ?? 'auto',
  };
}

function resolveBaseUrl({ name, value, file }: Entry<AccountEntry>, report: Report): string | undefined {
  if (value.baseUrl === undefined) return REGION_BASE_URLS[value.region ?? 'us'];
  if (value.region !== undefined) {
    report({
      at: keyOrigin(file, 'accounts', name, 'baseUrl'),
      message: `the account '${name}' has both 'region' and 'baseUrl'`,
      hint: () => 'keep one of them: a region is the short form of a base URL',
    });
  }
  const parsed = parseBaseUrl(value.baseUrl);
  if ('value' in parsed) return parsed.value;
  report({ at: valueOrigin(file, 'accounts', name, 'baseUrl'), message: parsed.problem });
  return undefined;
}

/** A relative path starts at the folder of the file that names it, wherever the program was started. */
function resolveKeySource({ value, file, damaged }: Entry<AccountEntry>): KeySource | undefined {
  if (damaged) return undefined;
  const { env, file: path } = value.apiKey;
  if (path !== undefined) return { file: resolve(file.folder, path) };
  return env === undefined ? undefined : { env };
}
