import { urlsBefore, type WebhookKey, webhooksWith, webhookText } from '../model/change.ts';
import type { DesiredDomain, DesiredState } from '../model/desired-state.ts';
import { domainText } from '../model/domain-state.ts';
import { buildWebhooks, sameUrls } from '../model/webhooks.ts';
import type { HoldOf } from './hold.ts';
import type { Plan } from './plan.ts';
import { planDomain } from './plan-domain.ts';
import { type PastCall, stepsOf } from './rewrites.ts';
import { narrowTo } from './saved-plan-scope.ts';

/** What the calls of one plan made of one webhook. */
export interface Undo {
  readonly key: WebhookKey;
  /** What it had before the first of them: what a rollback brings back. */
  readonly before: readonly string[];
  /** What the last of them left; more than one list of URLs where the outcome of a call is unknown. */
  readonly left: readonly (readonly string[])[];
}

/** What the calls of one plan, oldest first, made of each webhook that they were to change. */
export function undosOf(calls: readonly PastCall[]): readonly Undo[] {
  const undos = new Map<string, Undo>();
  for (const call of calls) {
    for (const { key } of stepsOf(call)) {
      const name = webhookText(key);
      const before = call.before[key.eventType] ?? [];
      const known = undos.get(name) ?? { key, before, left: [before] };
      const after = call.after[key.eventType] ?? [];
      undos.set(name, { ...known, left: call.outcome === 'unknown' ? [after, ...known.left] : [after] });
    }
  }
  return [...undos.values()].filter(({ before, left }) => left.some((urls) => !sameUrls(before, urls)));
}

/**
 * The state to go back to, as a desired state: it names the webhooks that the plan changed and nothing else. What the
 * configuration ignores on a domain stays invisible. It comes from the audit trail, so no cut of a file is in doubt.
 */
export function stateBefore(undos: readonly Undo[], configured: DesiredState): DesiredState {
  const byDomain = new Map<string, Undo[]>();
  for (const undo of undos) {
    const name = domainText(undo.key);
    byDomain.set(name, [...(byDomain.get(name) ?? []), undo]);
  }
  const groups = [...byDomain.values()];
  const known = byName(
    narrowTo(
      configured,
      groups.flatMap(([first]) => (first === undefined ? [] : [first.key])),
    ),
  );
  return { domains: groups.flatMap((group) => domainBefore(group, known)), patterns: [], doubts: [] };
}

function domainBefore(
  undos: readonly Undo[],
  configured: ReadonlyMap<string, DesiredDomain>,
): readonly DesiredDomain[] {
  const [first] = undos;
  if (first === undefined) return [];
  const { account, domain } = first.key;
  return [
    {
      account,
      domain,
      policy: 'listed',
      ignore: configured.get(domainText(first.key))?.ignore ?? [],
      webhooks: buildWebhooks((eventType) => undos.find(({ key }) => key.eventType === eventType)?.before),
    },
  ];
}

/** The domains, as `domainText` has them, that the configuration only observes. */
export function onlyObserved(undos: readonly Undo[], configured: DesiredState): ReadonlySet<string> {
  const keys = undos.map(({ key }) => key);
  const observed = narrowTo(configured, keys).domains.filter(({ policy }) => policy === 'observe');
  return new Set(observed.map(domainText));
}

function byName({ domains }: DesiredState): ReadonlyMap<string, DesiredDomain> {
  return new Map(domains.map((domain) => [domainText(domain), domain]));
}

/** Holds what is no longer as the plan left it: somebody wanted it so, and nobody agreed to lose that. */
export function movedSince(undos: readonly Undo[], planId: string): HoldOf {
  const left = new Map(undos.map((undo) => [webhookText(undo.key), undo.left]));
  return (change) =>
    left.get(webhookText(change.key))?.some((urls) => sameUrls(urlsBefore(change), urls)) === true
      ? undefined
      : { reason: `changed since plan ${planId}, so it is not overwritten` };
}

/** The webhooks that a configuration asks to be changed back, once the plan is carried out. */
export function changedBackBy(configured: DesiredState, plan: Plan): readonly WebhookKey[] {
  const known = byName(narrowTo(configured, plan.domains));
  return plan.domains.flatMap((domain) => {
    const desired = known.get(domainText(domain));
    if (desired === undefined) return [];
    const webhooks = webhooksWith(domain.actual.webhooks, domain.changes);
    const after = planDomain(desired, { ...domain.actual, webhooks });
    const changed = domain.changes.map(({ key }) => key.eventType);
    return after.changes.map(({ key }) => key).filter(({ eventType }) => changed.includes(eventType));
  });
}
