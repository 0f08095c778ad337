import type { Account } from '../../model/account.ts';
import { removedUrls, urlsAfter, urlsBefore } from '../../model/change.ts';
import { urlsWithout } from '../../model/webhooks.ts';
import type { GuardVerdict } from '../../plan/guard.ts';
import { callsOf, changesOf, hasObservedDrift, isInSync, type Plan } from '../../plan/plan.ts';
import { type Price, priceOf } from '../../plan/price.ts';
import type { BudgetState } from '../../ports/rate-budget.ts';

/** Everything that is shown about a plan, in whatever format. */
export interface PlanFacts {
  readonly plan: Plan;
  /** Names the decision; what `--approve` takes. */
  readonly planId: string;
  readonly configurationDigest: string;
  /** A person approved this very plan. */
  readonly approved: boolean;
  readonly accounts: readonly AccountFacts[];
}

export interface AccountFacts {
  readonly account: Account;
  readonly verdict: GuardVerdict;
  readonly budget: BudgetState;
  readonly price: Price;
}

export interface Summary {
  readonly domains: number;
  readonly inSync: number;
  /** Domains with changes. */
  readonly changed: number;
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  /** URLs that event types get, and lose. */
  readonly added: number;
  readonly removed: number;
  /** Domains under `observe` that have drifted. */
  readonly observed: number;
  readonly conflicts: number;
  /** Domains and patterns that could not be read. */
  readonly unread: number;
  readonly calls: number;
  /** Accounts work side by side, so the slowest decides. */
  readonly seconds: number;
}

export function accountPrice(plan: Plan, account: Account, budget: BudgetState): Price {
  const calls = callsOf(plan).filter((call) => call.account === account.name).length;
  return priceOf(calls, budget);
}

export function summarise({ plan, accounts }: PlanFacts): Summary {
  const changes = changesOf(plan);
  const count = (kind: string) => changes.filter((change) => change.kind === kind).length;
  return {
    domains: plan.domains.length + plan.unread.length,
    inSync: plan.domains.filter(isInSync).length,
    changed: plan.domains.filter((domain) => domain.changes.length > 0).length,
    create: count('create'),
    update: count('update'),
    delete: count('delete'),
    added: changes.reduce(
      (sum, change) => sum + urlsWithout(urlsAfter(change), urlsBefore(change)).length,
      0,
    ),
    removed: changes.reduce((sum, change) => sum + removedUrls(change).length, 0),
    observed: plan.domains.filter(hasObservedDrift).length,
    conflicts: plan.domains.reduce((sum, domain) => sum + domain.conflicts.length, 0),
    unread: plan.unread.length + plan.unreadPatterns.length,
    calls: callsOf(plan).length,
    seconds: Math.max(0, ...accounts.map((account) => account.price.seconds)),
  };
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
