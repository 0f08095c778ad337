import type { Account } from '../../model/account.ts';
import { removedUrls } from '../../model/change.ts';
import { changesOf } from '../../plan/plan.ts';
import type { Context } from '../context.ts';
import type { AccountFacts, PlanFacts } from '../render/plan-facts.ts';
import { renderPlanText } from '../render/plan-text.ts';
import type { Paint } from '../terminal.ts';
import type { ApplyOptions } from './apply.ts';

/** Which accounts may be written, and why the others may not. */
export interface Consent {
  readonly accounts: readonly Account[];
  readonly refusal?: string;
}

interface Asked {
  readonly options: ApplyOptions;
  readonly paint: Paint;
}

/**
 * Whether a plan may be carried out.
 *
 * | the plan                           | what it takes                                                      |
 * |------------------------------------|--------------------------------------------------------------------|
 * | has no changes                     | nothing                                                            |
 * | exceeds the guard of an account    | `--approve` with the id of this very plan, for that account         |
 * | anything, at a terminal            | `yes` to the question, or `--yes`, or `--approve`                   |
 * | removes deliveries, nobody to ask  | `--yes`, or `--approve`                                             |
 * | only adds, nobody to ask           | nothing                                                            |
 */
export async function seekConsent(context: Context, facts: PlanFacts, asked: Asked): Promise<Consent> {
  const changed = facts.accounts.filter(({ account }) => hasChanges(facts, account));
  if (changed.length === 0) return { accounts: [] };
  const { approve, yes } = asked.options;
  if (approve !== undefined && approve !== facts.planId) {
    return refuse(`Not applied: plan ${approve} was approved, but this is plan ${facts.planId}.`);
  }
  const { approved } = facts;
  const allowed = changed.filter(({ verdict }) => approved || verdict.exceeded.length === 0);
  const blocked = changed.filter((account) => !allowed.includes(account));
  const refusal = blocked.length === 0 ? {} : { refusal: guardRefusal(blocked, facts.planId) };
  if (allowed.length > 0 && !approved && yes !== true) {
    const objection = await objectionTo(context, facts, { ...asked, allowed });
    if (objection !== undefined) return refuse(objection);
  }
  return { accounts: allowed.map(({ account }) => account), ...refusal };
}

function refuse(refusal: string): Consent {
  return { accounts: [], refusal };
}

function hasChanges({ plan }: PlanFacts, account: Account): boolean {
  return plan.domains.some((domain) => domain.account === account.name && domain.changes.length > 0);
}

function guardRefusal(blocked: readonly AccountFacts[], planId: string): string {
  const names = blocked.map(({ account }) => `'${account.name}'`).join(', ');
  return `Refused by the guard of ${names}: nothing was written there. Approve this plan with --approve ${planId}.`;
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
