import type { DesiredDomain } from '../../model/desired-state.ts';
import type { ReadDomain, UnreadReason } from '../../model/domain-state.ts';
import type { DomainPlan } from '../../plan/plan.ts';
import type { DomainCondition } from '../../ports/status.ts';

/** What the loop knows of one domain, from one pass to the next. */
export interface DomainRecord {
  desired: DesiredDomain;
  /** The last good read, or what it became by our own writes. */
  state?: ReadDomain;
  /** Made from `desired` and `state`; absent while the domain is unread. */
  plan?: DomainPlan;
  /** Why the last read failed. */
  unread?: UnreadReason;
  /** When Mailgun last answered: on the clock, and for people. */
  readAtMs: number;
  readWallMs?: number;
  /** On the clock; `-Infinity` if we never wrote to it what `desired` says. */
  lastWriteMs: number;
  condition: DomainCondition;
  reason?: string;
  /** In milliseconds since 1970. */
  sinceMs: number;
  /** Failures in a row, and when the next try is due, on the clock. */
  failures: number;
  retryAtMs: number;
}

export function newRecord(desired: DesiredDomain, wallMs: number): DomainRecord {
  return {
    desired,
    readAtMs: Number.NEGATIVE_INFINITY,
    lastWriteMs: Number.NEGATIVE_INFINITY,
    condition: 'pending',
    sinceMs: wallMs,
    failures: 0,
    retryAtMs: Number.POSITIVE_INFINITY,
  };
}
