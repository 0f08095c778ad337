import type { AccountName } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import type { Change, WebhookKey } from '../model/change.ts';
import type { DesiredDomain } from '../model/desired-state.ts';
import type { DomainKey, ReadDomain, UnreadDomain, UnreadReason } from '../model/domain-state.ts';

/** URLs of one event type, and why they are shown. */
export interface Standing {
  readonly key: WebhookKey;
  readonly urls: readonly string[];
}

/** An event type that cannot be set as asked; nothing is written to it. */
export interface Conflict {
  readonly key: WebhookKey;
  /** URLs the configuration asks for. */
  readonly desired: readonly string[];
  /** URLs that are there and have to stay: ignored ones and, under `merge`, foreign ones. */
  readonly kept: readonly string[];
}

/** A change that is due, and that is not made for now. */
export interface Held {
  readonly change: Change;
  /** One sentence without a full stop. */
  readonly reason: string;
  /** Milliseconds since 1970; absent if only a person can end it. */
  readonly untilMs?: number;
}

/** What is decided about one domain that was read. Lists stand in the order of the event types. */
export interface DomainPlan extends DomainKey {
  readonly desired: DesiredDomain;
  /** What the decision was made from. */
  readonly actual: ReadDomain;
  readonly changes: readonly Change[];
  /** Changes that are due, and that `calls` leave out. */
  readonly held: readonly Held[];
  /** Drift that the policy leaves: under `merge` the removal of foreign URLs, under `observe` everything. */
  readonly withheld: readonly Change[];
  /** Event types outside the policy that have URLs. */
  readonly unmanaged: readonly Standing[];
  /** URLs that match `ignore`. */
  readonly ignored: readonly Standing[];
  readonly conflicts: readonly Conflict[];
  /** The requests that carry out the changes, in the order in which they are sent. */
  readonly calls: readonly Call[];
}

/** A pattern of the configuration whose domains could not be listed. */
export interface UnreadPattern {
  readonly account: AccountName;
  /** As the configuration says it, such as `*.customers.example.com`. */
  readonly pattern: string;
  readonly reason: UnreadReason;
}

/** The whole decision, as data: printed by `plan`, carried out by `apply`. Sorted by account and domain. */
export interface Plan {
  readonly domains: readonly DomainPlan[];
  /** Domains about which nothing is decided, because they could not be read. */
  readonly unread: readonly UnreadDomain[];
  readonly unreadPatterns: readonly UnreadPattern[];
  /** Patterns that match no domain of their account, as the configuration writes them: maybe misspelt. */
  readonly unmatchedPatterns: readonly string[];
}

/** Whether the domain is as its policy wants it: under `merge` a foreign URL that stays is no drift. */
export function isInSync(domain: DomainPlan): boolean {
  const due = domain.changes.length + domain.held.length + domain.conflicts.length;
  return due === 0 && !hasObservedDrift(domain);
}

/** Whether there is drift that only `observe` keeps from being changed. */
export function hasObservedDrift({ desired, withheld }: DomainPlan): boolean {
  return desired.policy === 'observe' && withheld.length > 0;
}

export function changesOf(plan: Plan): readonly Change[] {
  return plan.domains.flatMap((domain) => domain.changes);
}

export function callsOf(plan: Plan): readonly Call[] {
  return plan.domains.flatMap((domain) => domain.calls);
}
