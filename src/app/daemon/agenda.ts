import type { DomainName } from '../../model/domain-name.ts';

/** What the loop of an account does next. */
export type Work =
  /** Domains that the configuration wants otherwise than before: they go first. */
  | { readonly kind: 'changed'; readonly domains: readonly DomainName[] }
  /** Changes that were decided and not written: an interruption, or an approval that has arrived. */
  | { readonly kind: 'pending'; readonly domains: readonly DomainName[] }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'retry'; readonly domains: readonly DomainName[] }
  | { readonly kind: 'wait'; readonly untilMs: number };

/** What there is to do, and when; on the clock. */
export interface Duties {
  readonly nowMs: number;
  readonly changed: readonly DomainName[];
  readonly pending: ReadonlySet<DomainName>;
  readonly sweepDueMs: number;
  readonly retries: readonly DomainName[];
  readonly nextRetryMs: number;
}

/** What is first in this list goes first. A retry waits for a sweep that is due, which looks at its domain too. */
export function nextWork(duties: Duties): Work {
  const { nowMs, changed, pending, sweepDueMs, retries, nextRetryMs } = duties;
  if (changed.length > 0) return { kind: 'changed', domains: changed };
  if (pending.size > 0) return { kind: 'pending', domains: [...pending] };
  if (sweepDueMs <= nowMs) return { kind: 'sweep' };
  if (retries.length > 0) return { kind: 'retry', domains: retries };
  return { kind: 'wait', untilMs: Math.min(sweepDueMs, nextRetryMs) };
}
