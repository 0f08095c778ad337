import { createFileSource } from '../adapters/config/file-source.ts';
import { createLogJournal } from '../adapters/telemetry/log-journal.ts';
import { createLogger, type LogLevel } from '../adapters/telemetry/logger.ts';
import type { Account } from '../model/account.ts';
import { nearestWord } from '../model/nearest-word.ts';
import type { Selection } from '../plan/selection.ts';
import type { Configuration } from '../ports/configuration-source.ts';
import { checkHosts } from './allowed-hosts.ts';
import { apiKeyOf } from './api-keys.ts';
import { noticeText } from './budget-notice.ts';
import { type BudgetOptions, openBudgets } from './budgets.ts';
import { type Composition, compose, required } from './compose.ts';
import type { Context } from './context.ts';
import { UsageError } from './exit-code.ts';
import { fingerprint } from './fingerprint.ts';
import { withProgress } from './progress.ts';
import type { OutputFormat } from './render/plan.ts';
import { type ColourChoice, createPaint, type Paint, wantsColour } from './terminal.ts';

/** The flags that every command about an account has. */
export interface AccountOptions extends BudgetOptions {
  readonly config?: readonly string[];
  readonly account?: readonly string[];
  readonly domain?: readonly string[];
  readonly allowHost?: readonly string[];
  readonly output: OutputFormat;
  readonly logLevel: LogLevel;
  readonly color: ColourChoice;
  /** Where the requests of all accounts go instead of their own base URL; only the demo says so. */
  readonly baseUrl?: string;
}

/** A loaded configuration and the parts to work on it with. */
export interface Session {
  readonly configuration: Configuration;
  /** The accounts that are selected. */
  readonly accounts: readonly Account[];
  readonly selection: Selection;
  readonly composition: Composition;
  readonly paint: Paint;
}

const DEFAULT_CONFIG: readonly string[] = ['config/'];

export function configurationSource(context: Context, config: readonly string[] | undefined) {
  return createFileSource({
    paths: config ?? DEFAULT_CONFIG,
    variables: context.environment,
    workingDirectory: context.workingDirectory,
  });
}

/** Loads the configuration and makes everything that is needed to read the selected accounts. */
export async function openSession(context: Context, options: AccountOptions): Promise<Session> {
  const configuration = await configurationSource(context, options.config).load();
  const accounts = selectAccounts(usedAccounts(configuration), options.account ?? []).map((account) =>
    options.baseUrl === undefined ? account : { ...account, baseUrl: options.baseUrl },
  );
  checkHosts(accounts, options.allowHost ?? []);
  const composition = await composeFor(context, options, accounts);
  return {
    configuration,
    accounts,
    selection: { accounts: accounts.map((account) => account.name), domains: options.domain ?? [] },
    composition,
    paint: createPaint(wantsColour(options.color, context.environment, context.terminal.stdout)),
  };
}

/** An account without domains needs no key. */
function usedAccounts({ accounts, desired }: Configuration): readonly Account[] {
  const used = new Set([...desired.domains, ...desired.patterns].map(({ account }) => account));
  return accounts.filter(({ name }) => used.has(name));
}

async function composeFor(
  context: Context,
  options: AccountOptions,
  accounts: readonly Account[],
): Promise<Composition> {
  const journal = withProgress(createJournal(context, options), context);
  const keys = new Map(accounts.map((account) => [account.name, apiKeyOf(account, context)]));
  const budgets = await openBudgets(context, {
    accounts,
    keyOf: (account) => required(keys, account.name)(),
    options,
    notify: (account, notice) => journal.record({ kind: 'budget-notice', account, ...noticeText(notice) }),
  });
  return compose({ accounts, keys, budgets, clock: context.clock, journal });
}

function selectAccounts(accounts: readonly Account[], names: readonly string[]): readonly Account[] {
  const known = accounts.map((account) => account.name as string);
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = nearestWord(name, known);
    const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean '${near}'?`;
    throw new UsageError(`Unknown account '${name}': ${hint}`);
  }
  return names.length === 0 ? accounts : accounts.filter((account) => names.includes(account.name));
}

function createJournal({ terminal, environment }: Context, options: AccountOptions) {
  const colour = wantsColour(options.color, environment, terminal.stderr);
  const format = terminal.stderr.isTerminal ? 'pretty' : 'json';
  const write = (line: string) => terminal.stderr.write(line);
  return createLogJournal(createLogger({ level: options.logLevel, format, colour, write }), fingerprint);
}
