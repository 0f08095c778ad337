import type { AccountName, WriteApi } from '../model/account.ts';
import type { DesiredDomain } from '../model/desired-state.ts';
import { type DomainKey, type DomainState, domainText, type UnreadDomain } from '../model/domain-state.ts';
import type { DomainPlan, Plan, UnreadPattern } from './plan.ts';
import { planDomain } from './plan-domain.ts';

/** What a pass knows: the desired domains, and what was found out about each. */
export interface Findings {
  readonly desired: readonly DesiredDomain[];
  readonly states: readonly DomainState[];
  readonly unreadPatterns: readonly UnreadPattern[];
  readonly unmatchedPatterns: readonly string[];
  /** With which calls each account is written; `auto` where an account is absent. */
  readonly writeApis?: ReadonlyMap<AccountName, WriteApi>;
}

/**
 * Decides about every domain. The order of the input does not matter: the plan is sorted by account and domain.
 * A domain without a state, or with an `unread` one, gets no change, whatever the configuration says.
 */
export function planChanges(findings: Findings): Plan {
  const states = new Map(findings.states.map((state) => [domainText(state), state]));
  const domains: DomainPlan[] = [];
  const unread: UnreadDomain[] = [];
  for (const desired of [...findings.desired].sort(compareKeys)) {
    const state = states.get(domainText(desired));
    if (state?.kind === 'read') {
      domains.push(planDomain(desired, state, findings.writeApis?.get(desired.account) ?? 'auto'));
    } else unread.push(state ?? neverAsked(desired));
  }
  return {
    domains,
    unread,
    unreadPatterns: [...findings.unreadPatterns].sort(comparePatterns),
    unmatchedPatterns: [...findings.unmatchedPatterns].sort(),
  };
}

/** By account, then by domain; by code unit, so that the order does not depend on a locale. */
function compareKeys(a: DomainKey, b: DomainKey): number {
  return compareTexts(a.account, b.account) || compareTexts(a.domain, b.domain);
}

function comparePatterns(a: UnreadPattern, b: UnreadPattern): number {
  return compareTexts(a.account, b.account) || compareTexts(a.pattern, b.pattern);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function neverAsked({ account, domain }: DomainKey): UnreadDomain {
  return { kind: 'unread', account, domain, reason: { code: 'stopped', message: 'it was not asked for' } };
}
