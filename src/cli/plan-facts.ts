import { type Preview, preview } from '../app/preview.ts';
import { checkGuard } from '../plan/guard.ts';
import { changesOf, hasObservedDrift, type Plan } from '../plan/plan.ts';
import { EXIT, type ExitCode, StoppedError, UsageError } from './exit-code.ts';
import { planIdOf } from './fingerprint.ts';
import { accountPrice, type PlanFacts } from './render/plan-facts.ts';
import type { Session } from './session.ts';

export interface Planned {
  readonly preview: Preview;
  readonly facts: PlanFacts;
}

/** Reads the selected domains, plans, and collects what is shown about the plan. Writes nothing, and could not. */
export async function makePlan(session: Session, signal: AbortSignal, approvedId?: string): Promise<Planned> {
  const { configuration, accounts, selection, composition } = session;
  const made = await preview(composition.readPorts, { desired: configuration.desired, selection, signal });
  const { plan } = made;
  if (signal.aborted) throw new StoppedError('Stopped before the plan was complete; nothing was written');
  refuseEmptySelection(session, plan);
  const places = accounts.map(({ name, baseUrl, subaccount }) => [name, baseUrl, subaccount]);
  const planId = planIdOf(JSON.stringify([places, changesOf(plan)]));
  const facts: PlanFacts = {
    plan,
    planId,
    approved: planId === approvedId,
    configurationDigest: configuration.digest,
    accounts: accounts.map((account) => {
      const budget = composition.budgetOf(account.name).state();
      return {
        account,
        verdict: checkGuard(plan, account),
        budget,
        price: accountPrice(plan, account, budget),
      };
    }),
  };
  return { preview: made, facts };
}

/** A misspelt `--domain` must not look like success. */
function refuseEmptySelection({ selection }: Session, plan: Plan): void {
  const found = plan.domains.length + plan.unread.length + plan.unreadPatterns.length;
  if (found > 0 || selection.domains.length === 0) return;
  throw new UsageError(`No domain of the configuration matches '${selection.domains.join("', '")}'`);
}

/** The code of a command that only looked; of several, the one that asks most of a person. */
export function exitCodeOf({ plan, accounts }: PlanFacts, detailed: boolean): ExitCode {
  if (accounts.some(({ verdict }) => verdict.exceeded.length > 0)) return EXIT.refused;
  if (hasTrouble(plan)) return EXIT.failed;
  const drifted = changesOf(plan).length > 0 || plan.domains.some(hasObservedDrift);
  return detailed && drifted ? EXIT.pending : EXIT.done;
}

/** Whether a part of the plan could not be decided. */
export function hasTrouble(plan: Plan): boolean {
  const unread = plan.unread.length + plan.unreadPatterns.length;
  return unread > 0 || plan.domains.some((domain) => domain.conflicts.length > 0);
}
