import { callRequest } from '../../model/call.ts';
import { type Change, removedUrls, urlsAfter, urlsBefore } from '../../model/change.ts';
import { domainText } from '../../model/domain-state.ts';
import { urlsWithout } from '../../model/webhooks.ts';
import type { DomainPlan, Held, Plan, Standing } from '../../plan/plan.ts';
import { isInSync } from '../../plan/plan.ts';
import type { Wording } from './domain-lines.ts';
import { doubtsToJson } from './doubt-lines.ts';
import { type AccountFacts, approvalCommand, heldCommand, type PlanFacts, summarise } from './plan-facts.ts';
import { printableText, printableUrl } from './printable.ts';

/** Raised when a field changes its meaning or goes away; new fields may come without. */
const PLAN_FORMAT_VERSION = 1;

/**
 * A plan for machines, as described by `schemas/plan.schema.json`. URLs are masked as in every other output: the
 * value shows and compares a plan, and cannot be applied.
 */
export function planToJson(facts: PlanFacts): Readonly<Record<string, unknown>> {
  const { plan } = facts;
  return {
    formatVersion: PLAN_FORMAT_VERSION,
    planId: facts.planId,
    configurationDigest: facts.configurationDigest,
    doubts: doubtsToJson(facts),
    summary: summarise(facts),
    accounts: facts.accounts.map(accountToJson),
    domains: plan.domains.map((domain) => domainToJson(domain, facts.wording)),
    unread: unreadToJson(plan),
    unmatchedPatterns: plan.unmatchedPatterns,
    ...goOnJson(facts),
    ...(facts.tooExpensive === undefined ? {} : { tooExpensive: facts.tooExpensive }),
  };
}

/** What to do with the plan next, if there is something special. */
function goOnJson(facts: PlanFacts) {
  const command = approvalCommand(facts);
  const held = heldCommand(facts);
  const { saved } = facts;
  return {
    ...(command === undefined ? {} : { approvalCommand: command }),
    ...(held === undefined ? {} : { heldCommand: held }),
    ...(saved === undefined
      ? {}
      : { savedPlan: { file: saved.file, expiresAt: new Date(saved.expiresMs).toISOString() } }),
  };
}

function accountToJson({ account, verdict, budget, price, seconds }: AccountFacts) {
  return {
    account: account.name,
    requestsPerMinute: budget.perMinute,
    requestsRemaining: budget.remaining,
    ...price,
    seconds,
    guard: { ...account.guard, removed: verdict.removed, total: verdict.total, exceeded: verdict.exceeded },
  };
}

function domainToJson(domain: DomainPlan, { onlyObserved }: Wording = {}) {
  return {
    account: domain.account,
    domain: domain.domain,
    policy: domain.desired.policy,
    ...(onlyObserved?.has(domainText(domain)) === true ? { configuredPolicy: 'observe' } : {}),
    inSync: isInSync(domain),
    changes: domain.changes.map(changeToJson),
    held: domain.held.map(heldToJson),
    withheld: domain.withheld.map(changeToJson),
    conflicts: domain.conflicts.map(({ key, desired, kept }) => ({
      eventType: key.eventType,
      desired: desired.map(printableUrl),
      kept: kept.map(printableUrl),
    })),
    unmanaged: domain.unmanaged.map(standingToJson),
    ignored: domain.ignored.map(standingToJson),
    unknownHooks: domain.actual.unknownHooks.map(({ name, urls }) => ({
      name: printableText(name),
      urls: urls.map(printableUrl),
    })),
    calls: domain.calls.map(callRequest),
  };
}

function changeToJson(change: Change) {
  return {
    kind: change.kind,
    eventType: change.key.eventType,
    from: urlsBefore(change).map(printableUrl),
    to: urlsAfter(change).map(printableUrl),
    added: urlsWithout(urlsAfter(change), urlsBefore(change)).map(printableUrl),
    removed: removedUrls(change).map(printableUrl),
  };
}

function heldToJson({ change, reason, untilMs }: Held) {
  const until = untilMs === undefined ? {} : { until: new Date(untilMs).toISOString() };
  return { ...changeToJson(change), reason, ...until };
}

function standingToJson({ key, urls }: Standing) {
  return { eventType: key.eventType, urls: urls.map(printableUrl) };
}

function unreadToJson(plan: Plan) {
  return [
    ...plan.unread.map(({ account, domain, reason }) => ({ account, domain: domain as string, reason })),
    ...plan.unreadPatterns.map(({ account, pattern, reason }) => ({ account, domain: pattern, reason })),
  ].map(({ account, domain, reason }) => ({
    account,
    domain,
    code: reason.code,
    message: printableText(reason.message),
  }));
}
