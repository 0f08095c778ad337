import type { WriteApi } from '../../model/account.ts';
import { webhooksWith } from '../../model/change.ts';
import type { DesiredDomain } from '../../model/desired-state.ts';
import type { DomainName } from '../../model/domain-name.ts';
import type { DomainState, ReadDomain } from '../../model/domain-state.ts';
import { sharingWith } from '../../model/webhooks.ts';
import type { DomainPlan } from '../../plan/plan.ts';
import { planDomain } from '../../plan/plan-domain.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DomainCondition } from '../../ports/status.ts';
import type { ChangeResult } from '../change-result.ts';
import { type DomainRecord, newRecord } from './domain-record.ts';
import { DOMAIN_PATIENCE, retryDelayMs } from './retry-delay.ts';

interface Surroundings {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly writeApi: WriteApi;
}

/** How a domain stands after a pass. */
export interface Situation {
  readonly condition: DomainCondition;
  /** One sentence, free of secrets. */
  readonly reason?: string;
  /** On the clock: when to look at it again, before the next sweep. */
  readonly lookAgainAtMs?: number;
}

/** What a configuration means otherwise than the one before it. */
export interface Revision {
  /** New, or wanted otherwise. */
  readonly changed: readonly DomainName[];
  readonly removed: readonly DomainName[];
}

const RETRIED: ReadonlySet<DomainCondition> = new Set(['failed', 'unread', 'drifted']);

/**
 * All domains of one account that the configuration asks for. The plan of each is made anew whenever its desired or
 * its actual state changes, so that the guard can count over the whole account at any time.
 */
export class DomainBook {
  readonly #around: Surroundings;
  readonly #records = new Map<DomainName, DomainRecord>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Takes a configuration over. */
  setDesired(desired: readonly DesiredDomain[]): Revision {
    const names = new Set(desired.map(({ domain }) => domain));
    const removed = this.names().filter((name) => !names.has(name));
    for (const name of removed) this.#records.delete(name);
    return { changed: desired.filter((each) => this.#setOne(each)).map(({ domain }) => domain), removed };
  }

  #setOne(desired: DesiredDomain): boolean {
    const record = this.#records.get(desired.domain);
    if (record === undefined) {
      this.#records.set(desired.domain, newRecord(desired, this.#around.clock.wallMs()));
      return true;
    }
    const isAsBefore = isSameWish(record.desired, desired);
    // Also what is wanted as before is taken over, so that no part of an older configuration is kept.
    record.desired = desired;
    if (record.state !== undefined) record.state = sharedState(record.state, desired);
    this.#replan(record);
    if (isAsBefore) return false;
    record.condition = 'pending';
    record.sinceMs = this.#around.clock.wallMs();
    delete record.reason;
    record.failures = 0;
    record.retryAtMs = Number.POSITIVE_INFINITY;
    // What we wrote was for another wish: a difference from this one is no echo of it.
    record.lastWriteMs = Number.NEGATIVE_INFINITY;
    return true;
  }

  noteRead(state: DomainState): void {
    const record = this.#records.get(state.domain);
    if (record === undefined) return;
    if (state.kind === 'unread') {
      record.unread = state.reason;
      delete record.plan;
      return;
    }
    delete record.unread;
    record.state = sharedState(state, record.desired);
    record.readAtMs = this.#around.clock.nowMs();
    record.readWallMs = this.#around.clock.wallMs();
    this.#replan(record);
  }

  /** Takes over what our own writes made of domains, as Mailgun's answers say; `plans` are what was written. */
  noteResults(results: readonly ChangeResult[], plans: readonly DomainPlan[]): void {
    const applied = results.filter(({ status }) => status === 'applied').map(({ change }) => change);
    for (const name of new Set(applied.map(({ key }) => key.domain))) {
      const record = this.#records.get(name);
      if (record?.state === undefined) continue;
      const mine = applied.filter(({ key }) => key.domain === name);
      record.state = { ...record.state, webhooks: webhooksWith(record.state.webhooks, mine) };
      const wish = plans.find(({ domain }) => domain === name)?.desired;
      if (wish !== undefined && isSameWish(wish, record.desired))
        record.lastWriteMs = this.#around.clock.nowMs();
      this.#replan(record);
    }
  }

  #replan(record: DomainRecord): void {
    if (record.state === undefined || record.unread !== undefined) return;
    record.plan = planDomain(record.desired, record.state, this.#around.writeApi);
  }

  /** Says how a domain stands. A failure is tried again, later each time, unless the situation says when. */
  settle(name: DomainName, { condition, reason, lookAgainAtMs }: Situation): void {
    const record = this.#records.get(name);
    if (record === undefined) return;
    const { clock, random } = this.#around;
    if (record.condition !== condition) record.sinceMs = clock.wallMs();
    record.condition = condition;
    if (reason === undefined) delete record.reason;
    else record.reason = reason;
    const failed = lookAgainAtMs === undefined && RETRIED.has(condition);
    record.failures = failed ? record.failures + 1 : 0;
    record.retryAtMs = failed
      ? clock.nowMs() + retryDelayMs(record.failures, DOMAIN_PATIENCE, random())
      : (lookAgainAtMs ?? Number.POSITIVE_INFINITY);
  }

  names(): readonly DomainName[] {
    return [...this.#records.keys()];
  }

  get size(): number {
    return this.#records.size;
  }

  get(name: DomainName): DomainRecord | undefined {
    return this.#records.get(name);
  }

  /**
   * What a sweep looks at: the domains that were not read for the longest time come first. Those that failed lately
   * have their own time.
   */
  oldestFirst(nowMs: number): readonly DomainName[] {
    return [...this.#records]
      .filter(([, { failures, retryAtMs }]) => failures === 0 || retryAtMs <= nowMs)
      .sort(([, a], [, b]) => compareMoments(a.readAtMs, b.readAtMs))
      .map(([name]) => name);
  }

  /** Those that failed are due now. */
  hurry(): void {
    const nowMs = this.#around.clock.nowMs();
    for (const record of this.#records.values()) if (record.failures > 0) record.retryAtMs = nowMs;
  }

  dueForRetry(nowMs: number): readonly DomainName[] {
    return [...this.#records].filter(([, { retryAtMs }]) => retryAtMs <= nowMs).map(([name]) => name);
  }

  /** When the next retry is due, on the clock; `Infinity` if none is. */
  nextRetryMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { retryAtMs } of this.#records.values()) next = Math.min(next, retryAtMs);
    return next;
  }

  /** Of all domains that are read, sorted by name. */
  plans(): readonly DomainPlan[] {
    return this.records().flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
  }

  /** Sorted by name. */
  records(): readonly DomainRecord[] {
    return [...this.#records.values()].sort((a, b) => (a.desired.domain < b.desired.domain ? -1 : 1));
  }
}

/** The difference of two `-Infinity` would be no number. */
function compareMoments(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isSameWish(a: DesiredDomain, b: DesiredDomain): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Most domains have what is wanted of them, and there may be tens of thousands: their URLs are kept once. */
function sharedState(state: ReadDomain, { webhooks }: DesiredDomain): ReadDomain {
  return { ...state, webhooks: sharingWith(webhooks, state.webhooks) };
}
