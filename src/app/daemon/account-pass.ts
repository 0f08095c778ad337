import type { Doubt } from '../../model/desired-state.ts';
import type { DomainName } from '../../model/domain-name.ts';
import type { ReadDomain } from '../../model/domain-state.ts';
import type { GuardVerdict } from '../../plan/guard.ts';
import type { DomainPlan, Held, Plan } from '../../plan/plan.ts';
import { applyPlan } from '../apply-plan.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AccountParts } from './account-parts.ts';
import type { DomainBook } from './domain-book.ts';
import { EffectWatch } from './effect-watch.ts';
import { judgeDomains } from './judge-domains.ts';
import { planAccount, planOf } from './plan-account.ts';

/** How long a difference right after a write of our own is not called drift: reads may lag behind. */
const SETTLE_MS = 30_000;

/** What a pass did after its reading. */
export interface PassEnded {
  /** All that is pending on the account. */
  readonly plan: Plan;
  readonly planId: string;
  readonly verdict: GuardVerdict;
  /** The guard waits for a person; nothing was written. */
  readonly blocked: boolean;
  readonly results: readonly ChangeResult[];
  /** Domains whose changes were not attempted because the pass was interrupted. */
  readonly left: readonly DomainName[];
}

interface Concluding {
  readonly domains: readonly DomainName[];
  /** Why a part of the configuration may be missing. */
  readonly doubts: readonly Doubt[];
  readonly signal: AbortSignal;
}

/**
 * Decides and writes what is needed on the given domains, which were read just now. The guard looks at all that is
 * pending on the account, also on domains that this pass does not touch: many small passes must not do what one may not.
 */
export async function concludePass(
  parts: AccountParts,
  book: DomainBook,
  { domains, doubts, signal }: Concluding,
): Promise<PassEnded> {
  const { ports } = parts;
  const { plan, planId, verdict, blocked } = await planAccount(parts, book.plans(), doubts);
  const chosen = new Set(domains);
  const due = plan.domains.filter(({ domain, changes }) => changes.length > 0 && chosen.has(domain));
  const settling = settlingUntil(parts, book, due);
  const settled = due.filter(({ domain }) => !settling.has(domain));
  const results = blocked ? [] : await write(parts, { plans: settled, planId, book, signal });
  book.noteResults(results, settled);
  for (const { change, ...rest } of results) {
    const reason = rest.status === 'applied' ? {} : { reason: rest.reason };
    ports.journal.record({ kind: 'change-settled', change, result: rest.status, ...reason });
  }
  const held = heldIn(plan);
  tellHeld(parts, book, held);
  const left = judgeDomains(
    { book, results, blocked, interrupted: signal.aborted, settling, held, clock: ports.clock },
    domains,
  );
  return { plan, planId, verdict, blocked, results, left };
}

/** Why each domain is held, and until when. */
function heldIn({ domains }: Plan): ReadonlyMap<DomainName, Held> {
  return new Map(
    domains.flatMap(({ domain, held: [first] }) => (first === undefined ? [] : [[domain, first]])),
  );
}

/** Said once, when it begins. */
function tellHeld(
  { account, ports }: AccountParts,
  book: DomainBook,
  held: ReadonlyMap<DomainName, Held>,
): void {
  for (const [domain, { change, reason }] of held) {
    if (book.get(domain)?.condition === 'held') continue;
    const message = `${domain} ${change.key.eventType} is left alone for a while: ${reason}`;
    const about = { level: 'warn', event: 'webhook-held', account: account.name } as const;
    ports.journal.record({ kind: 'notice', ...about, message });
  }
}

/** A read so soon after our own write may be older than the write, so a difference that it shows has to wait. */
function settlingUntil(
  { ports }: AccountParts,
  book: DomainBook,
  plans: readonly DomainPlan[],
): ReadonlyMap<DomainName, number> {
  const nowMs = ports.clock.nowMs();
  const moments = plans.map(({ domain }) => {
    const lastWriteMs = book.get(domain)?.lastWriteMs ?? Number.NEGATIVE_INFINITY;
    return [domain, lastWriteMs + SETTLE_MS] as const;
  });
  return new Map(moments.filter(([, untilMs]) => untilMs > nowMs));
}

interface Writing {
  readonly plans: readonly DomainPlan[];
  readonly planId: string;
  readonly book: DomainBook;
  readonly signal: AbortSignal;
}

async function write(
  { account, ports, approvals }: AccountParts,
  { plans, planId, book, signal }: Writing,
): Promise<readonly ChangeResult[]> {
  if (plans.length === 0) return [];
  const readAtMs = new Map<ReadDomain, number>(
    plans.map(({ actual, domain }) => [actual, book.get(domain)?.readAtMs ?? Number.NEGATIVE_INFINITY]),
  );
  const preview = { plan: planOf(plans), readAtMs };
  const effects = new EffectWatch(ports.audit);
  const watched = { ...ports, audit: effects };
  const results = await applyPlan(watched, { preview, planId, accounts: [account], signal });
  // A pass of which Mailgun carried out nothing for certain has not used the approval up.
  if (effects.mayHaveHadOne) approvals.spend(planId);
  return results;
}
