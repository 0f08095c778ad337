import type { Account } from '../model/account.ts';
import { removedUrls, urlsAfter, urlsBefore } from '../model/change.ts';
import type { DomainName } from '../model/domain-name.ts';
import { countDeliveries } from '../model/webhooks.ts';
import type { DomainPlan, Plan } from './plan.ts';

/** What a plan would cost an account in deliveries: a delivery is a URL on an event type. */
export interface GuardVerdict {
  readonly account: Account;
  /** Deliveries the plan removes. */
  readonly removed: number;
  /** Deliveries found on all domains of the account that were read. */
  readonly total: number;
  /** Domains that had webhooks and would have none. */
  readonly emptied: readonly DomainName[];
  /** What the limits say about it, one sentence each; none if the plan is within them. */
  readonly exceeded: readonly string[];
}

/**
 * Counts over the whole account, not over each domain: a domain has at most 24 deliveries, so a percentage of one
 * domain would either never trip or always. A domain that would be emptied exceeds whatever the numbers are.
 */
export function checkGuard(plan: Plan, account: Account): GuardVerdict {
  const domains = plan.domains.filter((domain) => domain.account === account.name);
  const removed = domains.reduce((sum, domain) => sum + countRemoved(domain), 0);
  const total = domains.reduce((sum, domain) => sum + countDeliveries(domain.actual.webhooks), 0);
  const emptied = domains.filter(isEmptied).map((domain) => domain.domain);
  const { maxDeletes, maxDeletePercent } = account.guard;
  const percent = total === 0 ? 0 : (100 * removed) / total;
  const exceeded = [
    ...(removed > maxDeletes ? [`${removed} deliveries would be removed, maxDeletes is ${maxDeletes}`] : []),
    ...(percent > maxDeletePercent
      ? [
          `${formatPercent(percent)} of the ${total} deliveries would be removed, maxDeletePercent is ${maxDeletePercent}`,
        ]
      : []),
    ...emptied.map((domain) => `${domain} had webhooks and would have none`),
  ];
  return { account, removed, total, emptied, exceeded };
}

function countRemoved(domain: DomainPlan): number {
  return domain.changes.reduce((sum, change) => sum + removedUrls(change).length, 0);
}

function isEmptied(domain: DomainPlan): boolean {
  const before = countDeliveries(domain.actual.webhooks);
  const delta = domain.changes.reduce(
    (sum, change) => sum + urlsAfter(change).length - urlsBefore(change).length,
    0,
  );
  return before > 0 && before + delta === 0;
}

function formatPercent(percent: number): string {
  return `${Math.round(percent * 10) / 10} %`;
}
