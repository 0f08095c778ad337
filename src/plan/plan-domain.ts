import type { WriteApi } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import { type Change, changeBetween, type WebhookKey, webhooksWith } from '../model/change.ts';
import type { DesiredDomain } from '../model/desired-state.ts';
import type { ReadDomain } from '../model/domain-state.ts';
import { EVENT_TYPES, type EventType } from '../model/event-type.ts';
import { matchesGlob } from '../model/glob.ts';
import { compileCalls } from './compile-calls.ts';
import { type Decision, decide, type Facts } from './decide.ts';
import type { Conflict, DomainPlan, Standing } from './plan.ts';

/**
 * Decides about one domain, in calls of the given API. Pure: equal arguments give deeply equal plans.
 */
export function planDomain(
  desired: DesiredDomain,
  actual: ReadDomain,
  writeApi: WriteApi = 'v3',
): DomainPlan {
  const decided = EVENT_TYPES.map((eventType) => decideEventType(desired, actual, eventType));
  const changes = collect(decided, changeOf);
  return {
    account: desired.account,
    domain: desired.domain,
    desired,
    actual,
    changes,
    held: NONE,
    withheld: collect(decided, withheldOf),
    unmanaged: collect(decided, unmanagedOf),
    ignored: collect(decided, ignoredOf),
    conflicts: collect(decided, conflictOf),
    calls: domainCalls(changes, actual, writeApi),
  };
}

/** Most domains need nothing, and there may be tens of thousands: all of them share one empty list. */
const NONE: readonly never[] = [];

function collect<T>(decided: readonly Decided[], listOf: (each: Decided) => readonly T[]): readonly T[] {
  const all = decided.flatMap(listOf);
  return all.length === 0 ? NONE : all;
}

/** The calls see the whole table: a v4 call names all event types of a URL, those that stay as they are included. */
export function domainCalls(changes: readonly Change[], actual: ReadDomain, api: WriteApi): readonly Call[] {
  const compiled = compileCalls({
    key: actual,
    from: actual.webhooks,
    to: webhooksWith(actual.webhooks, changes),
    pinned: actual.unknownHooks.flatMap(({ urls }) => urls),
    api,
  });
  if (compiled.kind === 'conflict') throw new Error(`${actual.domain}: ${compiled.reason}`);
  return compiled.calls;
}

interface Decided {
  readonly key: WebhookKey;
  readonly facts: Facts;
  readonly decision: Decision;
}

function decideEventType(desired: DesiredDomain, actual: ReadDomain, eventType: EventType): Decided {
  const urls = actual.webhooks[eventType] ?? [];
  const named = desired.webhooks[eventType];
  const facts: Facts = {
    policy: desired.policy,
    ...(named === undefined ? {} : { desired: named }),
    actual: urls,
    ignored: urls.filter((url) => desired.ignore.some((pattern) => matchesGlob(pattern, url))),
  };
  const key = { account: desired.account, domain: desired.domain, eventType };
  return { key, facts, decision: decide(facts) };
}

function changeOf({ key, facts, decision }: Decided): readonly Change[] {
  if (decision.kind !== 'set') return [];
  const change = changeBetween(key, facts.actual, decision.goal);
  return change === undefined ? [] : [change];
}

function withheldOf({ key, decision }: Decided): readonly Change[] {
  if (decision.kind !== 'set') return [];
  const change = changeBetween(key, decision.goal, decision.strict);
  return change === undefined ? [] : [change];
}

function unmanagedOf({ key, facts, decision }: Decided): readonly Standing[] {
  const visible = facts.actual.filter((url) => !facts.ignored.includes(url));
  return decision.kind === 'unmanaged' && visible.length > 0 ? [{ key, urls: visible }] : [];
}

function ignoredOf({ key, facts }: Decided): readonly Standing[] {
  return facts.ignored.length > 0 ? [{ key, urls: facts.ignored }] : [];
}

function conflictOf({ key, facts, decision }: Decided): readonly Conflict[] {
  return decision.kind === 'conflict' ? [{ key, desired: facts.desired ?? [], kept: decision.kept }] : [];
}
