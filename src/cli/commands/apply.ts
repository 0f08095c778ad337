import { applyPlan } from '../../app/apply-plan.ts';
import type { ChangeResult } from '../../app/change-result.ts';
import type { Account } from '../../model/account.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { hasTrouble, makePlan, type Planned } from '../plan-facts.ts';
import { jsonDocument, renderPlan } from '../render/plan.ts';
import type { PlanFacts } from '../render/plan-facts.ts';
import { planToJson } from '../render/plan-json.ts';
import { renderResults, resultsToJson } from '../render/results.ts';
import { openSession, type Session } from '../session.ts';
import { type Consent, seekConsent } from './consent.ts';
import type { PlanOptions } from './plan.ts';

export interface ApplyOptions extends PlanOptions {
  readonly yes?: boolean;
  /** Id of the plan that a person approved although a guard refuses it. */
  readonly approve?: string;
}

/** Shows the plan, finds out whether it may be carried out, does so, and says what became of it. */
export async function applyCommand(context: Context, options: ApplyOptions): Promise<ExitCode> {
  const session = await openSession(context, options);
  try {
    const planned = await makePlan(session, context.signal, options.approve);
    const { facts } = planned;
    const { stdout } = context.terminal;
    if (options.output !== 'json') stdout.write(renderPlan(facts, options.output, session.paint));
    const consent = await seekConsent(context, facts, { options, paint: session.paint });
    const results = await carryOut(context, session, { planned, consent });
    stdout.write(renderOutcome({ facts, consent, results }, options, session));
    return exitCode({ facts, consent, results });
  } finally {
    await session.composition.close();
  }
}

interface Outcome {
  readonly facts: PlanFacts;
  readonly consent: Consent;
  readonly results: readonly ChangeResult[];
}

async function carryOut(
  context: Context,
  { composition }: Session,
  { planned, consent }: { readonly planned: Planned; readonly consent: Consent },
): Promise<readonly ChangeResult[]> {
  const accounts: readonly Account[] = consent.accounts;
  if (accounts.length === 0) return [];
  return applyPlan(composition.writePorts(), { preview: planned.preview, accounts, signal: context.signal });
}

function renderOutcome(
  { facts, consent, results }: Outcome,
  options: ApplyOptions,
  session: Session,
): string {
  if (options.output === 'json') {
    const refused = consent.refusal === undefined ? {} : { refused: consent.refusal };
    return jsonDocument({ ...planToJson(facts), ...refused, results: resultsToJson(results) });
  }
  const refusal = consent.refusal === undefined ? '' : `${session.paint('red', consent.refusal)}\n`;
  return results.length === 0
    ? refusal
    : `${refusal}\n${renderResults(results, options.output, session.paint)}`;
}

function exitCode({ facts, consent, results }: Outcome): ExitCode {
  if (consent.refusal !== undefined) return EXIT.refused;
  if (hasTrouble(facts.plan) || results.some((result) => result.status !== 'applied')) return EXIT.failed;
  return EXIT.done;
}
