import { removedUrls } from '../model/change.ts';
import { decisionText } from '../plan/decision-text.ts';
import { FIGHT_LOOK_BACK_MS, fightsIn } from '../plan/fights.ts';
import type { Approval } from '../plan/guard-approval.ts';
import { holdChanges } from '../plan/hold.ts';
import { changesOf, type Plan } from '../plan/plan.ts';
import { rewritesOf } from '../plan/rewrites.ts';
import { planIdOf } from './fingerprint.ts';
import type { PlanFacts } from './render/plan-facts.ts';
import type { Session } from './session.ts';

/**
 * Holds the changes of webhooks that were written again and again of late, unless a person approved the very plan with
 * them in it.
 */
export async function holdFights(
  session: Session,
  plan: Plan,
  approval: Approval | undefined,
): Promise<Plan> {
  const { accounts, composition } = session;
  if (changesOf(plan).length === 0 || approval?.planId === planIdOf(decisionText(plan, accounts)))
    return plan;
  const nowMs = composition.readPorts.clock.wallMs();
  const past = accounts.map(({ name }) => composition.history.since(name, nowMs - FIGHT_LOOK_BACK_MS));
  const fights = fightsIn(rewritesOf((await Promise.all(past)).flat()), nowMs);
  const writeApis = new Map(accounts.map(({ name, writeApi }) => [name, writeApi]));
  return holdChanges(plan, fights, (account) => writeApis.get(account) ?? 'v3');
}

/** What a person may approve instead of a plan that holds changes; nothing if it holds none. */
export function withHeldOf(session: Session, whole: Plan, plan: Plan): Pick<PlanFacts, 'withHeld'> {
  if (plan.domains.every(({ held }) => held.length === 0)) return {};
  const removed = changesOf(whole).reduce((sum, change) => sum + removedUrls(change).length, 0);
  return { withHeld: { planId: planIdOf(decisionText(whole, session.accounts)), removed } };
}
