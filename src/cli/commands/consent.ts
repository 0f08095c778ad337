import type { Account } from '../../model/account.ts';
import { removedUrls } from '../../model/change.ts';
import { decisionText } from '../../plan/decision-text.ts';
import type { GuardVerdict } from '../../plan/guard.ts';
import { changesOf } from '../../plan/plan.ts';
import type { Context } from '../context.ts';
import { planIdOf } from '../fingerprint.ts';
import { doubtLines } from '../render/doubt-lines.ts';
import type { OutputFormat } from '../render/plan.ts';
import { type AccountFacts, approvalCommand, type PlanFacts, withApproval } from '../render/plan-facts.ts';
import { renderPlanText } from '../render/plan-text.ts';
import type { Paint } from '../terminal.ts';

/** Which accounts may be written, and why the others may not. */
export interface Consent {
  readonly accounts: readonly Account[];
  readonly refusal?: string;
}

export interface ConsentOptions {
  readonly output: OutputFormat;
  readonly yes?: boolean;
  /** A person has seen this very plan and had it saved, so nobody is asked again. */
  readonly reviewed?: boolean;
}

interface Asked {
  readonly options: ConsentOptions;
  readonly paint: Paint;
}

/**
 * Whether a plan may be carried out. Every row that applies has to be satisfied.
 *
 * | the plan                              | what it takes                                                   |
 * |---------------------------------------|-----------------------------------------------------------------|
 * | has no changes                        | nothing                                                         |
 * | costs more than `--max-requests`      | nothing helps                                                   |
 * | `--approve` names another one         | nothing helps                                                   |
 * | removes more than `--allow-deletes`   | nothing helps                                                   |
 * | exceeds the guard of an account       | `--approve` with its id and `--allow-deletes`, for that account |
 * | removes deliveries, and a part of the | `--approve` with its id, for that account, or `yes` to the      |
 * | configuration may be missing          | question, which `--yes` and a saved plan leave out              |
 * | was saved and has not moved since     | nothing more: it was seen, as with every tool that saves plans  |
 * | anything else, at a terminal          | `yes` to the question, or `--yes`, or `--approve`               |
 * | removes deliveries, nobody to ask     | `--yes`, or `--approve`                                         |
 * | only adds, nobody to ask              | nothing                                                         |
 */
export async function seekConsent(context: Context, facts: PlanFacts, asked: Asked): Promise<Consent> {
  const changed = facts.accounts.filter(({ account }) => hasChanges(facts, account));
  if (changed.length === 0) return { accounts: [] };
  if (facts.tooExpensive !== undefined) return refuse(`Not applied: ${facts.tooExpensive}.`);
  const { judgement } = facts;
  if (judgement.kind === 'refused') return refuse(withWayOut(`Not applied: ${judgement.reason}.`, facts));
  const { reviewed, yes } = asked.options;
  const approved = judgement.kind === 'approved';
  const asks = yes !== true && reviewed !== true && context.terminal.ask !== undefined;
  const allowed = changed.filter(({ verdict }) => approved || isAllowed(verdict, asks));
  const blocked = changed.filter((account) => !allowed.includes(account));
  const refusal = blocked.length === 0 ? {} : { refusal: guardRefusal(blocked, facts, reviewed === true) };
  if (reviewed === true && blocked.length > 0) return { accounts: [], ...refusal };
  if (allowed.length > 0 && !approved && yes !== true && reviewed !== true) {
    const objection = await objectionTo(context, facts, { ...asked, allowed });
    if (objection !== undefined) return refuse(objection);
  }
  return { accounts: allowed.map(({ account }) => account), ...refusal };
}

/** A person who is asked sees what would go, and can tell whether it is meant. */
function isAllowed({ exceeded, doubts }: GuardVerdict, asks: boolean): boolean {
  return exceeded.length === 0 && (asks || doubts.length === 0);
}

function refuse(refusal: string): Consent {
  return { accounts: [], refusal };
}

function hasChanges({ plan }: PlanFacts, account: Account): boolean {
  return plan.domains.some((domain) => domain.account === account.name && domain.changes.length > 0);
}

function withWayOut(refusal: string, facts: PlanFacts): string {
  const command = approvalCommand(facts);
  return command === undefined ? refusal : `${refusal} If this plan is right: ${command}`;
}

/**
 * The plan that is left when the other accounts are written has an id of its own, and that is the one to approve. A
 * saved plan is left as a whole.
 */
function guardRefusal(blocked: readonly AccountFacts[], facts: PlanFacts, reviewed: boolean): string {
  const names = blocked.map(({ account }) => `'${account.name}'`).join(', ');
  const where = reviewed ? 'nothing was written' : 'nothing was written there';
  const accounts = blocked.map(({ account }) => account);
  const leftId = planIdOf(decisionText(facts.plan, accounts));
  const command = reviewed ? approvalCommand(facts) : withApproval(facts.command, leftId, blocked);
  const doubtful = blocked.some(({ verdict }) => verdict.doubts.length > 0);
  const doubts = doubtful ? doubtLines(facts) : [];
  const wayOut = doubts.length === 0 ? 'If this plan is right' : 'Or, if this plan is right';
  return [`Refused by the guard of ${names}: ${where}.`, ...doubts, `${wayOut}: ${command}`].join(' ');
}

async function objectionTo(
  { terminal }: Context,
  facts: PlanFacts,
  { options, paint, allowed }: Asked & { readonly allowed: readonly AccountFacts[] },
): Promise<string | undefined> {
  if (terminal.ask === undefined) return removes(facts, allowed) ? NOBODY_TO_ASK : undefined;
  // Nobody is asked about a plan that went into a file or a pipe.
  if (options.output !== 'text' || !terminal.stdout.isTerminal)
    terminal.stderr.write(renderPlanText(facts, paint));
  const answer = await terminal.ask("\nApply these changes? Only 'yes' will do: ");
  return answer.trim() === 'yes' ? undefined : 'Not applied: the answer was not yes.';
}

const NOBODY_TO_ASK =
  'Not applied: the plan removes deliveries, and there is no terminal to ask at. Add --yes to go ahead.';

function removes({ plan }: PlanFacts, allowed: readonly AccountFacts[]): boolean {
  const names = allowed.map(({ account }) => account.name);
  return changesOf(plan).some(
    (change) => names.includes(change.key.account) && removedUrls(change).length > 0,
  );
}
