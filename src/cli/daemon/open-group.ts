import { createRandom } from '../../adapters/clock/random.ts';
import type { Opening } from '../../app/daemon/account-group.ts';
import type { AccountParts } from '../../app/daemon/account-parts.ts';
import type { Approvals } from '../../app/daemon/approvals.ts';
import type { WritePorts } from '../../app/ports.ts';
import type { RecentCalls } from '../../app/recent-calls.ts';
import type { Account } from '../../model/account.ts';
import { maskUrl } from '../../model/url-mask.ts';
import { decisionText } from '../../plan/decision-text.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Leadership } from '../../ports/leadership.ts';
import type { RateBudget } from '../../ports/rate-budget.ts';
import { auditTrailFor } from '../audit.ts';
import { noticeText } from '../budget-notice.ts';
import { type BudgetRequest, openBudgets } from '../budgets.ts';
import { compose, type Parts, required } from '../compose.ts';
import { composeWriting } from '../compose-writing.ts';
import type { Context } from '../context.ts';
import { fingerprint, planIdOf } from '../fingerprint.ts';
import type { KeyedAccount } from './account-groups.ts';
import type { RunOptions } from './run-options.ts';

/** What the accounts of a daemon have in common. */
export interface DaemonSurroundings {
  readonly options: RunOptions;
  readonly journal: Journal;
  readonly leadership: Leadership;
  readonly approvals: Approvals;
  /** What the process has written; an account that is opened anew, as its configuration changed, goes on with it. */
  readonly recent: RecentCalls;
}

/** Opens the budget that some accounts share, and what else they need. The signal of the context ends the waiting. */
export async function openGroup(
  context: Context,
  surroundings: DaemonSurroundings & Required<Pick<BudgetRequest, 'spentBefore'>>,
  members: readonly KeyedAccount[],
): Promise<Opening> {
  const { options, journal, spentBefore } = surroundings;
  const ids = new Map(members.map(({ account, budget }) => [account.name, budget]));
  const keys = new Map(members.map(({ account, key }) => [account.name, key]));
  const accounts = members.map(({ account }) => account);
  try {
    const budgets = await openBudgets(context, {
      accounts,
      idOf: ({ name }) => required(ids, name),
      spentBefore,
      options: { ...options, holdsReserve: true, firstStart: firstStartOf(options) },
      notify: (account, notice) => journal.record({ kind: 'budget-notice', account, ...noticeText(notice) }),
    });
    return composeGroup(context, surroundings, { accounts, keys, budgets });
  } catch (error) {
    if (context.signal.aborted || !(error instanceof Error)) throw error;
    return { kind: 'unusable', reason: error.message };
  }
}

function composeGroup(
  context: Context,
  { options, journal, leadership, approvals, recent }: DaemonSurroundings,
  { accounts, keys, budgets }: Pick<Parts, 'accounts' | 'keys' | 'budgets'>,
): Opening {
  const audit = auditTrailFor(context, options, {
    accounts,
    keys,
    recent,
    notify: (account, notice) => journal.record({ kind: 'budget-notice', account, ...notice }),
  });
  const parts: Parts = { accounts, keys, budgets, clock: context.clock, journal, audit, leadership };
  const composition = compose(parts);
  const forget = waitAtTakeOver(options, leadership, new Set(budgets.values()));
  const ports: WritePorts = composeWriting(parts, composition);
  const random = createRandom();
  const partsOf = (account: Account): AccountParts => ({
    account,
    ports,
    budget: () => composition.budgetOf(account.name).state(),
    keyName: () => fingerprint(required(keys, account.name)().reveal()),
    planIdOf: (plan) => planIdOf(decisionText(plan, [account])),
    approvals,
    mask: (url) => maskUrl(url, fingerprint),
    random,
    intervalMs: options.intervalMs,
  });
  const close = (): Promise<void> => {
    forget();
    return composition.close();
  };
  return { kind: 'opened', parts: accounts.map(partsOf), close };
}

/** Where another process may have written a moment ago, what it sent is not known. */
function firstStartOf({ firstStart, lease }: RunOptions): 'rested' | 'spent' {
  return firstStart ?? (lease === undefined ? 'rested' : 'spent');
}

/** What the server may still count of the leader before, with a margin for requests that were on their way. */
const TAKE_OVER_MS = 70_000;

/** Without a shared budget, a new leader does not know what the old one has sent in the last minute. */
function waitAtTakeOver(
  { lease, redisUrl, budgetShare }: RunOptions,
  leadership: Leadership,
  budgets: ReadonlySet<RateBudget>,
): () => void {
  if (lease === undefined || redisUrl !== undefined || budgetShare !== undefined) return () => undefined;
  return leadership.onChange(() => {
    if (!leadership.state().leading) return;
    for (const budget of budgets) budget.pause(TAKE_OVER_MS);
  });
}
