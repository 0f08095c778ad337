import type { Account, AccountName } from '../model/account.ts';
import { webhooksWith } from '../model/change.ts';
import type { DomainName } from '../model/domain-name.ts';
import { EVENT_TYPES } from '../model/event-type.ts';
import type { Webhooks } from '../model/webhooks.ts';
import type { Plan } from './plan.ts';
import type { PastCall } from './rewrites.ts';

/** How long the deletions of a pass count with those of the next ones. */
export const LATELY_MINUTES = 10;

/**
 * Deliveries of an account that these calls, oldest first, removed without a person's approval, and that are still
 * missing when the plan is carried out. Many passes, each limited to some domains or made from a part of the
 * configuration, would otherwise add up to what the guard does not allow one.
 *
 * - What a later call or the plan puts back is not missing, so a change can be taken back at once.
 * - A call whose outcome is unknown counts as carried out for what it was to remove, and not for what it was to put back.
 * - A plan that removed more than `maxDeletes` can only have been carried out because somebody approved it, so it is
 *   left out: who approves a big deletion has not used up the small ones that come after it.
 */
export function removedLately(
  calls: readonly PastCall[],
  { name, guard }: Pick<Account, 'name' | 'guard'>,
  plan?: Pick<Plan, 'domains'>,
): number {
  const missing = new Map<string, string>();
  /** A plan that runs again removes the same again: that is no bigger plan. */
  const lostBy = new Map<string, Set<string>>();
  for (const past of calls.filter(({ call }) => call.account === name)) {
    for (const delivery of removedBy(past)) {
      missing.set(delivery, past.planId);
      lostBy.set(past.planId, (lostBy.get(past.planId) ?? new Set()).add(delivery));
    }
    if (past.outcome === 'unknown') continue;
    for (const delivery of deliveriesOf(past.call.domain, past.after)) missing.delete(delivery);
  }
  for (const delivery of deliveriesAfter(plan, name)) missing.delete(delivery);
  return [...missing.values()].filter((planId) => (lostBy.get(planId)?.size ?? 0) <= guard.maxDeletes).length;
}

function removedBy({ call: { domain }, before, after }: PastCall): readonly string[] {
  const left = new Set(deliveriesOf(domain, after));
  return deliveriesOf(domain, before).filter((delivery) => !left.has(delivery));
}

/** What the account has of the domains of a plan once it is carried out. */
function deliveriesAfter(plan: Pick<Plan, 'domains'> | undefined, account: AccountName): readonly string[] {
  const domains = (plan?.domains ?? []).filter((domain) => domain.account === account);
  return domains.flatMap(({ domain, actual, changes }) =>
    deliveriesOf(domain, webhooksWith(actual.webhooks, changes)),
  );
}

/** As texts that can be compared; names of domains and event types hold no space. */
function deliveriesOf(domain: DomainName, webhooks: Webhooks): readonly string[] {
  return EVENT_TYPES.flatMap((eventType) =>
    (webhooks[eventType] ?? []).map((url) => `${domain} ${eventType} ${url}`),
  );
}
