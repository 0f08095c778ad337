import type { Account } from '../model/account.ts';
import { checkGuard, type GuardEvidence } from '../plan/guard.ts';
import type { Plan } from '../plan/plan.ts';
import { priceOf, waitingSeconds } from '../plan/price.ts';
import type { RateBudget } from '../ports/rate-budget.ts';
import type { AccountFacts } from './render/plan-facts.ts';

/** What is known of each account besides the plan. */
export interface AccountSources {
  readonly budgetOf: (account: Account) => RateBudget;
  readonly evidenceOf: (account: Account) => GuardEvidence | undefined;
}

/** What is shown about each account of a plan: what the guard says, what it costs, and how long that takes. */
export function accountFacts(
  plan: Plan,
  accounts: readonly Account[],
  { budgetOf, evidenceOf }: AccountSources,
): readonly AccountFacts[] {
  const priced = accounts.map((account) => {
    const price = priceOf(plan.domains.filter((domain) => domain.account === account.name));
    return { account, price, budget: budgetOf(account) };
  });
  return priced.map(({ account, price, budget }) => {
    // Accounts with one API key, such as subaccounts, spend one budget, and wait for each other.
    const sharing = priced.filter((other) => other.budget === budget);
    const requests = sharing.reduce((sum, other) => sum + other.price.requests, 0);
    const state = budget.state();
    return {
      account,
      verdict: checkGuard(plan, account, evidenceOf(account)),
      budget: state,
      price,
      seconds: waitingSeconds(requests, state),
    };
  });
}

/** Why a plan is too expensive for `--max-requests`; `undefined` if it is not, or there is no such limit. */
export function overpriced(accounts: readonly AccountFacts[], maxRequests?: number): string | undefined {
  const requests = accounts.reduce((sum, { price }) => sum + price.requests, 0);
  if (maxRequests === undefined || requests <= maxRequests) return undefined;
  return `The plan takes up to ${requests} requests, --max-requests allows ${maxRequests}`;
}
