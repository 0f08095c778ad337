import { createFileSource } from '../adapters/config/file-source.ts';
import { createLogJournal, type PassOf } from '../adapters/telemetry/log-journal.ts';
import { createLogger, type LogLevel } from '../adapters/telemetry/logger.ts';
import type { Account } from '../model/account.ts';
import { nearestWord } from '../model/nearest-word.ts';
import type { Selection } from '../plan/selection.ts';
import type { Configuration } from '../ports/configuration-source.ts';
import { checkHosts } from './allowed-hosts.ts';
import { apiKeyOf } from './api-keys.ts';
import { auditTrailFor } from './audit.ts';
import { noticeText } from './budget-notice.ts';
import { type BudgetOptions, budgetId, openBudgets } from './budgets.ts';
import { type Composition, compose, type Parts, required } from './compose.ts';
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
  readonly logLevel?: LogLevel;
  readonly color: ColourChoice;
  /** A plan that costs more is refused. */
  readonly maxRequests?: number;
  /** Where the requests of all accounts go instead of their own base URL; only the demo says so. */
  readonly baseUrl?: string;
}

/** A loaded configuration and what it takes to read its accounts. There is nothing in it that can write. */
export interface Session {
  readonly configuration: Configuration;
  /** The accounts that are selected. */
  readonly accounts: readonly Account[];
  readonly selection: Selection;
  readonly composition: Composition;
  readonly paint: Paint;
  readonly maxRequests: number | undefined;
}

const DEFAULT_CONFIG: readonly string[] = ['config/'];

/** What `--config` names, or what is meant without it. */
export function configurationPaths(config: readonly string[] | undefined): readonly string[] {
  return config ?? DEFAULT_CONFIG;
}

export function configurationSource(context: Context, config: readonly string[] | undefined) {
  return createFileSource({
    paths: configurationPaths(config),
    variables: context.environment,
    workingDirectory: context.workingDirectory,
    pause: (ms) => context.clock.sleep(ms),
  });
}

/** Opens what is needed to read the selected accounts of a configuration, which is loaded unless it is given. */
export async function openSession(
  context: Context,
  options: AccountOptions,
  loaded?: Configuration,
): Promise<Session> {
  const { session } = await openParts(context, options, loaded);
  return session;
}

export interface OpenedParts {
  readonly session: Session;
  readonly parts: Parts;
}

/** A session, and the parts it was made from. */
export async function openParts(
  context: Context,
  options: AccountOptions,
  loaded?: Configuration,
): Promise<OpenedParts> {
  const configuration = loaded ?? (await configurationSource(context, options.config).load());
  const accounts = selectAccounts(usedAccounts(configuration), options.account ?? []).map((account) =>
    options.baseUrl === undefined ? account : { ...account, baseUrl: options.baseUrl },
  );
  checkHosts(accounts, options.allowHost ?? []);
  const names = new Set(accounts.map(({ name }) => name));
  const others = usedAccounts(configuration).filter(({ name }) => !names.has(name));
  const parts = await partsFor(context, options, { accounts, others });
  const session = {
    configuration,
    accounts,
    selection: { accounts: accounts.map((account) => account.name), domains: options.domain ?? [] },
    composition: compose(parts),
    paint: createPaint(wantsColour(options.color, context.environment, context.terminal.stdout)),
    maxRequests: options.maxRequests,
  };
  return { session, parts };
}

/** An account without domains needs no key. */
export function usedAccounts({ accounts, desired }: Configuration): readonly Account[] {
  const used = new Set([...desired.domains, ...desired.patterns].map(({ account }) => account));
  return accounts.filter(({ name }) => used.has(name));
}

async function partsFor(
  context: Context,
  options: AccountOptions,
  { accounts, others }: { readonly accounts: readonly Account[]; readonly others: readonly Account[] },
): Promise<Parts> {
  const journal = withProgress(createJournal(context, options), context);
  const keys = new Map(accounts.map((account) => [account.name, apiKeyOf(account, context)]));
  const bystanders = others.flatMap((account) => withKey(account, context));
  for (const { account, key } of bystanders) keys.set(account.name, key);
  const budgets = await openBudgets(context, {
    accounts,
    bystanders: bystanders.map(({ account }) => account),
    idOf: (account) => budgetId(account, required(keys, account.name)()),
    options,
    notify: (account, notice) => journal.record({ kind: 'budget-notice', account, ...noticeText(notice) }),
  });
  const audit = auditTrailFor(context, options, {
    accounts,
    keys,
    notify: (account, notice) => journal.record({ kind: 'budget-notice', account, ...notice }),
  });
  return { accounts, keys, budgets, clock: context.clock, journal, audit };
}

/** An account that is not worked on may lack its key: nothing is asked with it. */
function withKey(account: Account, context: Context) {
  try {
    return [{ account, key: apiKeyOf(account, context) }];
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
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

export function createJournal(
  { terminal, environment }: Context,
  options: AccountOptions & { readonly passOf?: PassOf },
) {
  const colour = wantsColour(options.color, environment, terminal.stderr);
  const format = terminal.stderr.isTerminal ? 'pretty' : 'json';
  const write = (line: string) => terminal.stderr.write(line);
  return createLogJournal(
    createLogger({ level: options.logLevel ?? 'warn', format, colour, write }),
    fingerprint,
    options.passOf,
  );
}
