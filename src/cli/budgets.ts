import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createBottleneckBudget } from '../adapters/budget/bottleneck-budget.ts';
import { openRedisBudget, type RedisNotice } from '../adapters/budget/redis-budget.ts';
import { type BudgetNotice, openRememberedBudget } from '../adapters/budget/remembered-budget.ts';
import { createBootClock } from '../adapters/clock/boot-clock.ts';
import { createRandom } from '../adapters/clock/random.ts';
import type { Account, AccountName } from '../model/account.ts';
import { isLoopback } from '../model/loopback.ts';
import type { Secret } from '../model/secret.ts';
import type { RateBudget } from '../ports/rate-budget.ts';
import type { Context } from './context.ts';
import { UsageError } from './exit-code.ts';
import { createProcessTable } from './process-table.ts';

export interface BudgetOptions {
  /** Absent: the user's state folder. `null`: nothing is remembered, and the account counts as rested. */
  readonly stateDir?: string | null;
  readonly lockTimeoutMs: number;
  /** The part of each account's `requestsPerMinute` that this process may use; all of it by default. */
  readonly budgetShare?: number;
  /** Other processes share the budget through this Redis. */
  readonly redisUrl?: string;
  readonly redisFallback?: 'wait' | 'share';
  /** Slots are held back from sweeps for what is urgent: for a process in which something urgent may come up. */
  readonly holdsReserve?: boolean;
  /** What it means that nothing is remembered of an account; `rested` unless said. */
  readonly firstStart?: 'rested' | 'spent';
}

export interface BudgetRequest {
  readonly accounts: readonly Account[];
  /** Accounts of the configuration that are not worked on now: those with the same key limit the budget too. */
  readonly bystanders?: readonly Account[];
  /** Names the account at Mailgun, see `budgetId`: accounts with one name spend one budget. */
  readonly idOf: (account: Account) => string;
  /** Whether this process has spent the budget before; no by default. */
  readonly spentBefore?: (id: string) => boolean;
  readonly options: BudgetOptions;
  readonly notify: (account: AccountName, notice: BudgetNotice | RedisNotice) => void;
}

/**
 * One budget for each API key, not for each account of the configuration: a subaccount is reached with the key of its
 * parent, and Mailgun counts the requests of both together. The smallest share that any of them names holds.
 */
export async function openBudgets(
  context: Context,
  request: BudgetRequest,
): Promise<ReadonlyMap<AccountName, RateBudget>> {
  checkRedisOptions(request.options);
  const groups = new Map<string, Account[]>();
  for (const account of request.accounts) {
    const id = request.idOf(account);
    groups.set(id, [...(groups.get(id) ?? []), account]);
  }
  const limits = shareLimits(request);
  const budgets = new Map<AccountName, RateBudget>();
  // One after the other: two processes that lock the same accounts in the same order never wait for each other.
  for (const id of [...groups.keys()].sort()) {
    const members = groups.get(id) ?? [];
    const share = Math.min(...members.map(shareOf), limits.get(id) ?? Number.POSITIVE_INFINITY);
    const budget = await openBudget(context, request, { id, members, share });
    for (const { name } of members) budgets.set(name, budget);
  }
  return budgets;
}

/** What the accounts that are not worked on leave of the budgets that they share. */
function shareLimits({ bystanders = [], idOf }: BudgetRequest): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const account of bystanders) {
    const id = idOf(account);
    limits.set(id, Math.min(limits.get(id) ?? Number.POSITIVE_INFINITY, shareOf(account)));
  }
  return limits;
}

function shareOf({ requestsPerMinute }: Account): number {
  return requestsPerMinute;
}

/** A share of its own has to be named: the shares of all processes together must not be more than the whole. */
function checkRedisOptions({ redisUrl, redisFallback, budgetShare }: BudgetOptions): void {
  if (redisFallback !== 'share') return;
  if (redisUrl === undefined)
    throw new UsageError("'--redis-fallback share' says what to do without Redis: add --redis-url");
  if (budgetShare === undefined) {
    throw new UsageError(
      "'--redis-fallback share' needs to know the share of this process: add --budget-share, such as 0.5",
    );
  }
}

interface Group {
  readonly id: string;
  readonly members: readonly Account[];
  /** Requests a minute for all processes together. */
  readonly share: number;
}

async function openBudget(
  { clock, signal, environment, workingDirectory, command }: Context,
  { options, notify, spentBefore }: BudgetRequest,
  { id, members, share }: Group,
): Promise<RateBudget> {
  const requestsPerMinute = Math.max(1, Math.floor(share * (options.budgetShare ?? 1)));
  const tell = (notice: BudgetNotice | RedisNotice): void => {
    for (const { name } of members) notify(name, notice);
  };
  if (options.redisUrl !== undefined) {
    const own = options.redisFallback === 'share' ? requestsPerMinute : undefined;
    const redisUrl = options.redisUrl;
    const random = createRandom();
    return openRedisBudget({
      redisUrl,
      account: id,
      requestsPerMinute: share,
      ownRequestsPerMinute: own,
      clock,
      random,
      notify: tell,
    });
  }
  if (options.stateDir === null) return createBottleneckBudget({ requestsPerMinute, clock });
  const folder = options.stateDir ?? defaultStateFolder(environment);
  return openRememberedBudget({
    folder: resolve(workingDirectory, folder),
    account: id,
    requestsPerMinute,
    firstStart: options.firstStart,
    spentBefore: spentBefore?.(id) === true,
    // A command makes one pass: nothing urgent comes in between, for which slots would have to be held back.
    ...(options.holdsReserve === true ? {} : { reserveMax: 0 }),
    clock,
    bootClock: createBootClock(),
    processes: createProcessTable(command),
    lockTimeoutMs: options.lockTimeoutMs,
    signal,
    notify: tell,
  });
}

/** XDG Base Directory Specification: `$XDG_STATE_HOME`, else `~/.local/state`. */
export function defaultStateFolder(environment: Context['environment']): string {
  const home = environment.get('XDG_STATE_HOME') ?? '';
  return join(home.startsWith('/') ? home : join(homedir(), '.local', 'state'), 'mghooks');
}

/** Names an account without naming its key. Emulators on this machine are accounts of their own, whatever the key. */
export function budgetId({ baseUrl }: Account, key: Secret): string {
  const { hostname, origin } = new URL(baseUrl);
  const place = isLoopback(hostname) ? origin : 'mailgun';
  return createHash('sha256').update(`mghooks account ${place} ${key.reveal()}`).digest('hex').slice(0, 16);
}
