import type { Account } from '../model/account.ts';
import { removedUrls, urlsAfter, urlsBefore } from '../model/change.ts';
import type { Doubt } from '../model/desired-state.ts';
import type { DomainName } from '../model/domain-name.ts';
import { countDeliveries } from '../model/webhooks.ts';
import { doubtTexts, mindedDoubts } from './doubts.ts';
import { LATELY_MINUTES } from './guard-history.ts';
import type { DomainPlan, Plan } from './plan.ts';

/** What a plan would cost an account in deliveries: a delivery is a URL on an event type. */
export interface GuardVerdict {
  readonly account: Account;
  /** Deliveries the plan removes. */
  readonly removed: number;
  /** Deliveries on all domains of the account that were read. */
  readonly total: number;
  /** Domains that had webhooks and would have none. */
  readonly emptied: readonly DomainName[];
  /** What the limits say about it, one sentence each; none if the plan is within them. */
  readonly exceeded: readonly string[];
  /** Why it may remove deliveries that nobody asked to remove, whatever the limits say; see `Doubt`. */
  readonly doubts: readonly Doubt[];
}

/** Emptied domains that are named; a sentence about each of thousands would hide the others. */
const EMPTIED_NAMED_MAX = 20;

/** What the guard of an account knows besides the plan. */
export interface GuardEvidence {
  /** Deliveries on the account, where more of it was read than the plan holds: a saved plan reads its domains alone. */
  readonly total?: number;
  /** Deliveries that earlier passes removed and that count with those of this one; see `removedLately`. */
  readonly removedLately?: number;
  /** Why a part of the configuration that the plan comes from may be missing. */
  readonly doubts?: readonly Doubt[];
}

/**
 * Counts over the whole account, not over each domain: a domain has at most 24 deliveries, so a percentage of one
 * domain would either never trip or always. A domain that would be emptied exceeds whatever the numbers are.
 *
 * Many small passes, limited to some domains (`--domain`) or made from a part of the configuration, must not be a way
 * around:
 *
 * - `maxDeletePercent` is judged on the domains that were read. However an account is divided, one part loses at least
 *   the percentage that the whole would lose, so the parts together can never do what the whole may not.
 * - `maxDeletes` counts the deletions of the last minutes with those of the plan, as far as this machine knows of them.
 *
 * What is doubtful about the configuration stops no plan that only adds. An addition may be unwanted all the same: an
 * entry that was cut off may have lost its `policy: observe`, its `template` or an `event: []`. But it loses no event, and
 * the doubt is told beside the plan.
 */
export function checkGuard(plan: Plan, account: Account, evidence: GuardEvidence = {}): GuardVerdict {
  const domains = plan.domains.filter((domain) => domain.account === account.name);
  const removed = domains.reduce((sum, domain) => sum + countRemoved(domain), 0);
  const found = domains.reduce((sum, domain) => sum + countDeliveries(domain.actual.webhooks), 0);
  const total = evidence.total ?? found;
  const emptied = domains.filter(isEmptied).map((domain) => domain.domain);
  const exceeded = [
    ...overCount(removed, evidence.removedLately ?? 0, account),
    ...overPercent(removed, total, account),
    ...nameEmptied(emptied),
  ];
  const doubts = removed > 0 ? mindedDoubts(evidence.doubts ?? [], [account]) : [];
  return { account, removed, total, emptied, exceeded, doubts };
}

/** Why a person has to say yes where nobody sees the plan, one sentence each. */
export function objectionsOf({ exceeded, doubts }: GuardVerdict): readonly string[] {
  return [...doubtTexts(doubts), ...exceeded];
}

/** Earlier deletions alone never trip: a plan that removes nothing may always go on. */
function overCount(removed: number, lately: number, { guard }: Account): readonly string[] {
  if (removed === 0 || removed + lately <= guard.maxDeletes) return [];
  const before = lately === 0 ? '' : ` after ${lately} in the last ${LATELY_MINUTES} minutes`;
  return [`${deliveriesText(removed)} would be removed${before}, maxDeletes is ${guard.maxDeletes}`];
}

function overPercent(removed: number, total: number, { guard }: Account): readonly string[] {
  const percent = total === 0 ? 0 : (100 * removed) / total;
  if (percent <= guard.maxDeletePercent) return [];
  const share = `${formatPercent(percent)} of the ${total} deliveries`;
  return [`${share} would be removed, maxDeletePercent is ${guard.maxDeletePercent}`];
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

function nameEmptied(emptied: readonly DomainName[]): readonly string[] {
  const more = emptied.length - EMPTIED_NAMED_MAX;
  return [
    ...emptied.slice(0, EMPTIED_NAMED_MAX).map((domain) => `${domain} had webhooks and would have none`),
    ...(more > 0 ? [`${more} more domains had webhooks and would have none`] : []),
  ];
}

/** A number of deliveries, in words. */
export function deliveriesText(count: number): string {
  return count === 1 ? '1 delivery' : `${count} deliveries`;
}

function formatPercent(percent: number): string {
  return `${Math.round(percent * 10) / 10} %`;
}
