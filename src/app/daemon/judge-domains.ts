import type { DomainName } from '../../model/domain-name.ts';
import { type DomainPlan, type Held, hasObservedDrift } from '../../plan/plan.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ChangeResult } from '../change-result.ts';
import type { DomainBook, Situation } from './domain-book.ts';

/** Where a hold does not say when it ends. */
const HELD_MS = 3_600_000;

type Trouble = Exclude<ChangeResult, { status: 'applied' }>;

/** What a pass came to. */
export interface Aftermath {
  readonly book: DomainBook;
  readonly results: readonly ChangeResult[];
  /** The guard waits for a person. */
  readonly blocked: boolean;
  readonly interrupted: boolean;
  /** Domains whose reads may lag behind our own writes, and until when, on the clock. */
  readonly settling: ReadonlyMap<DomainName, number>;
  /** Domains with changes that something else keeps undoing. */
  readonly held: ReadonlyMap<DomainName, Held>;
  readonly clock: Pick<Clock, 'nowMs' | 'wallMs'>;
}

/** Writes down how each domain stands now; answers with those that were left because of an interruption. */
export function judgeDomains(aftermath: Aftermath, domains: readonly DomainName[]): readonly DomainName[] {
  const troubles = new Map<DomainName, Trouble>();
  for (const result of aftermath.results) {
    if (result.status !== 'applied') troubles.set(result.change.key.domain, result);
  }
  return domains.filter((domain) => isLeft(aftermath, domain, troubles.get(domain)));
}

function isLeft(aftermath: Aftermath, domain: DomainName, trouble?: Trouble): boolean {
  const record = aftermath.book.get(domain);
  if (record === undefined) return false;
  if (aftermath.interrupted && trouble?.status === 'not-attempted') return true;
  const { unread, plan } = record;
  if (unread !== undefined) {
    aftermath.book.settle(domain, { condition: 'unread', reason: unread.message });
  } else if (plan !== undefined) {
    aftermath.book.settle(domain, withPatience(aftermath, domain, situationOf(aftermath, plan, trouble)));
  }
  return false;
}

/** A domain whose reads may lag behind our own writes has its own time. */
function withPatience({ settling }: Aftermath, domain: DomainName, situation: Situation): Situation {
  const lookAgainAtMs = settling.get(domain);
  return lookAgainAtMs === undefined ? situation : { ...situation, lookAgainAtMs };
}

/**
 * | the domain                                  | condition  |
 * |---------------------------------------------|------------|
 * | has a change that was tried, and failed      | `failed`   |
 * | has an event type that would need four URLs  | `conflict` |
 * | has a change that something else keeps undoing | `held`   |
 * | has changes, and the guard waits             | `blocked`  |
 * | has changes that were not written yet        | `drifted`  |
 * | has drift that its policy only observes      | `observed` |
 * | none of these                                | `in-sync`  |
 */
function situationOf(aftermath: Aftermath, plan: DomainPlan, trouble: Trouble | undefined): Situation {
  if (trouble !== undefined) {
    return { condition: 'failed', reason: `${trouble.change.key.eventType}: ${trouble.reason}` };
  }
  if (plan.conflicts.length > 0) {
    const full = plan.conflicts.map(({ key }) => key.eventType).join(', ');
    return { condition: 'conflict', reason: `more than three URLs would be needed on ${full}` };
  }
  const held = aftermath.held.get(plan.domain);
  if (aftermath.blocked && plan.changes.length > 0) {
    return { condition: 'blocked', reason: 'the guard waits for a person' };
  }
  if (held !== undefined) return heldSituation(held, aftermath.clock);
  if (plan.changes.length > 0) return { condition: 'drifted' };
  return { condition: hasObservedDrift(plan) ? 'observed' : 'in-sync' };
}

function heldSituation({ change, reason, untilMs }: Held, clock: Aftermath['clock']): Situation {
  const leftMs = untilMs === undefined ? HELD_MS : untilMs - clock.wallMs();
  return {
    condition: 'held',
    reason: `${change.key.eventType}: ${reason}`,
    lookAgainAtMs: clock.nowMs() + leftMs,
  };
}
