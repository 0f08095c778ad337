import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseBaseUrl } from '../adapters/config/base-url.ts';
import { type ConfiguredAccounts, loadAccounts } from '../adapters/config/configured-accounts.ts';
import {
  type Account,
  accountName,
  DEFAULT_GUARD,
  REGION_BASE_URLS,
  REQUESTS_PER_MINUTE_MAX,
} from '../model/account.ts';
import { nearestWord } from '../model/nearest-word.ts';
import type { Context } from './context.ts';
import { UsageError } from './exit-code.ts';

/** The flags that say which account is imported. */
export interface AccountChoice {
  readonly config?: readonly string[];
  readonly account?: readonly string[];
  readonly region?: 'us' | 'eu';
  readonly baseUrl?: string;
  readonly apiKeyEnv?: string;
}

export interface ChosenAccount {
  readonly account: Account;
  /** Where it comes from; nothing if it comes from flags. */
  readonly origin: ConfigurationOrigin;
}

export interface ConfigurationOrigin extends ConfiguredAccounts {
  /** Files, folders and patterns, as they were named. */
  readonly paths: readonly string[];
}

const FROM_FLAGS: ConfigurationOrigin = {
  accounts: [],
  paths: [],
  files: [],
  desired: { domains: [], patterns: [] },
  hasDefaultTemplate: false,
  names: [],
  variables: [],
};

const DEFAULT_CONFIG = 'config/';

/**
 * The account to import: one of the configuration, if there is one; else the one that the flags describe, by default in
 * region `us` with its key in `MAILGUN_API_KEY`, so that a person without any file can begin.
 */
export async function chooseAccount(context: Context, choice: AccountChoice): Promise<ChosenAccount> {
  const described = [choice.region, choice.baseUrl, choice.apiKeyEnv].some((flag) => flag !== undefined);
  if (choice.config !== undefined && described) {
    throw new UsageError(
      "The account comes either from --config or from '--region', '--base-url' and '--api-key-env': leave one out",
    );
  }
  if (choice.config !== undefined) return configured(context, choice.config, choice);
  const folder = resolve(context.workingDirectory, DEFAULT_CONFIG);
  if (described || !(await isFolder(folder)))
    return { account: describedAccount(choice), origin: FROM_FLAGS };
  return configured(context, [DEFAULT_CONFIG], choice);
}

async function configured(
  { environment, workingDirectory }: Context,
  paths: readonly string[],
  { account: names = [] }: AccountChoice,
): Promise<ChosenAccount> {
  const configuration = await loadAccounts({ paths, workingDirectory, variables: environment });
  const { accounts } = configuration;
  const known = accounts.map(({ name }): string => name);
  const name = oneName(names) ?? (known.length === 1 ? known[0] : undefined);
  const account = accounts.find((each) => each.name === name);
  if (account !== undefined) {
    return { account, origin: { paths, ...configuration } };
  }
  if (name === undefined) {
    throw new UsageError(
      `There are ${known.length} accounts: say which one with --account ${known.join('|')}`,
    );
  }
  const near = nearestWord(name, known);
  const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean '${near}'?`;
  throw new UsageError(`Unknown account '${name}': ${hint}`);
}

function describedAccount({ account: names = [], region, baseUrl, apiKeyEnv }: AccountChoice): Account {
  if (region !== undefined && baseUrl !== undefined) {
    throw new UsageError("'--region' is a short form of '--base-url': leave one of them out");
  }
  const name = oneName(names) ?? 'main';
  check('--account', name, { pattern: /^[A-Za-z0-9][\w.-]{0,63}$/, expected: 'letters, digits, _ . and -' });
  const env = apiKeyEnv ?? 'MAILGUN_API_KEY';
  check('--api-key-env', env, {
    pattern: /^[A-Z_][A-Z0-9_]*$/,
    expected: 'the name of a variable in capital letters, such as MAILGUN_API_KEY',
  });
  return {
    name: accountName(name),
    baseUrl: baseUrl === undefined ? REGION_BASE_URLS[region ?? 'us'] : checkedBaseUrl(baseUrl),
    apiKey: { env },
    requestsPerMinute: REQUESTS_PER_MINUTE_MAX,
    guard: DEFAULT_GUARD,
    writeApi: 'auto',
  };
}

/** A name that does not fit may be the key itself, so it is not repeated. */
function check(
  flag: string,
  value: string,
  rule: { readonly pattern: RegExp; readonly expected: string },
): void {
  if (!rule.pattern.test(value))
    throw new UsageError(`Cannot use the value of '${flag}': expected ${rule.expected}`);
}

function checkedBaseUrl(text: string): string {
  const parsed = parseBaseUrl(text);
  if ('value' in parsed) return parsed.value;
  throw new UsageError(`Cannot use the value of '--base-url': ${parsed.problem}`);
}

function oneName(names: readonly string[]): string | undefined {
  if (names.length > 1) throw new UsageError('An import reads one account: give --account once');
  return names[0];
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
