import type { Doubt } from '../../model/desired-state.ts';
import { FIGHT_LOOK_BACK_MS, fightsIn } from '../../plan/fights.ts';
import { checkGuard, type GuardVerdict } from '../../plan/guard.ts';
import { judgeApproval } from '../../plan/guard-approval.ts';
import { LATELY_MINUTES, removedLately } from '../../plan/guard-history.ts';
import { holdChanges } from '../../plan/hold.ts';
import type { DomainPlan, Plan } from '../../plan/plan.ts';
import { rewritesOf } from '../../plan/rewrites.ts';
import type { AppliedCall } from '../../ports/audit-trail.ts';
import type { AccountParts } from './account-parts.ts';

/** What is decided about all domains of an account together. */
export interface AccountPlan {
  /** Without the changes that are held because of a fight. */
  readonly plan: Plan;
  readonly planId: string;
  readonly verdict: GuardVerdict;
  /** The guard waits for a person. */
  readonly blocked: boolean;
}

/**
 * Holds what something else keeps changing back, and asks the guard about the rest. The guard looks at all that is
 * pending on the account: many small passes must not do what one may not.
 */
export async function planAccount(
  parts: AccountParts,
  domains: readonly DomainPlan[],
  doubts: readonly Doubt[],
): Promise<AccountPlan> {
  const { account, ports, approvals } = parts;
  const whole = planOf(domains);
  const nowMs = ports.clock.wallMs();
  const idle = domains.every(({ changes }) => changes.length === 0);
  const past = idle ? [] : await ports.audit.since(account.name, nowMs - FIGHT_LOOK_BACK_MS);
  const plan = holdFights(parts, whole, past);
  const planId = parts.planIdOf(plan);
  const lately = past.filter(({ atMs }) => atMs > nowMs - LATELY_MINUTES * 60_000);
  const verdict = checkGuard(plan, account, { removedLately: removedLately(lately, account, plan), doubts });
  const { kind } = judgeApproval(verdict, approvals.of(planId), planId);
  // Nobody sees a plan here before it is carried out, so one that somebody has to see waits for an approval.
  return { plan, planId, verdict, blocked: kind !== 'clear' && kind !== 'approved' };
}

export function planOf(domains: readonly DomainPlan[]): Plan {
  return { domains, unread: [], unreadPatterns: [], unmatchedPatterns: [] };
}

/** A plan that a person approved with everything in it is carried out with everything in it. */
function holdFights(parts: AccountParts, whole: Plan, past: readonly AppliedCall[]): Plan {
  const { account, ports, approvals, planIdOf } = parts;
  if (past.length === 0 || approvals.of(planIdOf(whole)) !== undefined) return whole;
  return holdChanges(whole, fightsIn(rewritesOf(past), ports.clock.wallMs()), () => account.writeApi);
}
