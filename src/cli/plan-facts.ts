import { type Preview, preview } from '../app/preview.ts';
import { decisionText } from '../plan/decision-text.ts';
import { mindedDoubts } from '../plan/doubts.ts';
import { type Approval, judgeApproval } from '../plan/guard-approval.ts';
import { changesOf, hasObservedDrift, type Plan } from '../plan/plan.ts';
import { matchesDomain } from '../plan/selection.ts';
import { accountFacts, overpriced } from './account-facts.ts';
import { EXIT, type ExitCode, StoppedError, UsageError } from './exit-code.ts';
import { planIdOf } from './fingerprint.ts';
import { guardEvidence, type KnownTotals } from './guard-evidence.ts';
import { holdFights, withHeldOf } from './held-changes.ts';
import type { Wording } from './render/domain-lines.ts';
import type { AccountFacts, PlanFacts } from './render/plan-facts.ts';
import type { Session } from './session.ts';

export interface Planned {
  readonly preview: Preview;
  readonly facts: PlanFacts;
}

export interface PlanRequest {
  /** What carries the plan out when it is typed into a shell; `mghooks apply` unless said. */
  readonly command?: string;
  readonly approval?: Approval | undefined;
  /** For the guard; unless said, what the plan holds is all there is. */
  readonly totals?: KnownTotals;
  /** What is left of the plan; unless said, what something else keeps changing back is held. */
  readonly revise?: (plan: Plan) => Plan;
  /** What is said otherwise, as the plan does not come from the configuration. */
  readonly wording?: Wording;
}

/** Reads the selected domains, plans, and collects what is shown about the plan. Writes nothing, and could not. */
export async function makePlan(
  session: Session,
  signal: AbortSignal,
  request: PlanRequest = {},
): Promise<Planned> {
  const { configuration, selection, composition } = session;
  const writeApis = new Map(session.accounts.map(({ name, writeApi }) => [name, writeApi]));
  const scope = { desired: configuration.desired, selection, writeApis, signal };
  const made = await preview(composition.readPorts, scope);
  if (signal.aborted) throw new StoppedError('Stopped before the plan was complete; nothing was written');
  refuseUnmatched(session, made.plan);
  const whole = selection.domains.length === 0 ? made.plan : { ...made.plan, unmatchedPatterns: [] };
  const { revise, approval } = request;
  const plan = revise === undefined ? await holdFights(session, whole, approval) : revise(whole);
  const facts = await factsOf(session, plan, request);
  const withHeld = revise === undefined ? withHeldOf(session, whole, plan) : {};
  const wording = request.wording === undefined ? {} : { wording: request.wording };
  return { preview: { ...made, plan }, facts: { ...facts, ...withHeld, ...wording } };
}

async function factsOf(session: Session, plan: Plan, request: PlanRequest): Promise<PlanFacts> {
  const { configuration, accounts, composition, maxRequests } = session;
  const { doubts } = configuration.desired;
  const evidence = await guardEvidence(composition, accounts, { plan, totals: request.totals, doubts });
  const priced = accountFacts(plan, accounts, {
    budgetOf: (account) => composition.budgetOf(account.name),
    evidenceOf: (account) => evidence.get(account.name),
  });
  const planId = planIdOf(decisionText(plan, accounts));
  const tooExpensive = overpriced(priced, maxRequests);
  return {
    plan,
    planId,
    judgement: judgeApproval(togetherOf(priced), request.approval, planId),
    command: request.command ?? 'mghooks apply',
    configurationDigest: configuration.digest,
    doubts: mindedDoubts(doubts, accounts),
    accounts: priced,
    ...(tooExpensive === undefined ? {} : { tooExpensive }),
  };
}

/** An approval is of the whole plan, so what it allows is counted over all accounts. */
function togetherOf(accounts: readonly AccountFacts[]) {
  return {
    removed: accounts.reduce((sum, { verdict }) => sum + verdict.removed, 0),
    exceeded: accounts.flatMap(({ verdict }) => verdict.exceeded),
    doubts: accounts.flatMap(({ verdict }) => verdict.doubts),
  };
}

/** A misspelt `--domain` must not look like success. With an account unlisted, nobody knows what a glob matches. */
function refuseUnmatched({ selection }: Session, plan: Plan): void {
  if (plan.unreadPatterns.length > 0) return;
  const names = [...plan.domains, ...plan.unread].map(({ domain }) => domain);
  const unmatched = selection.domains.filter((glob) => !names.some((name) => matchesDomain(glob, name)));
  if (unmatched.length === 0) return;
  throw new UsageError(`No domain of the configuration matches '${unmatched.join("', '")}'`);
}

/** The code of a command that only looked; of several, the one that asks most of a person. */
export function exitCodeOf({ plan, judgement, tooExpensive }: PlanFacts, detailed: boolean): ExitCode {
  const unapproved = judgement.kind === 'wanted' || judgement.kind === 'refused';
  if (tooExpensive !== undefined || unapproved) return EXIT.refused;
  if (hasTrouble(plan)) return EXIT.failed;
  const drifted = changesOf(plan).length > 0 || plan.domains.some(hasObservedDrift);
  return detailed && drifted ? EXIT.pending : EXIT.done;
}

/** Whether a part of the plan could not be decided. */
export function hasTrouble(plan: Plan): boolean {
  const unread = plan.unread.length + plan.unreadPatterns.length;
  return unread > 0 || plan.domains.some(({ conflicts, held }) => conflicts.length + held.length > 0);
}
