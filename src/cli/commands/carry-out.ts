import { applyPlan } from '../../app/apply-plan.ts';
import type { ChangeResult } from '../../app/change-result.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { hasTrouble, type Planned } from '../plan-facts.ts';
import { plainWords } from '../render/markdown.ts';
import { jsonDocument, type OutputFormat, renderPlan } from '../render/plan.ts';
import type { PlanFacts } from '../render/plan-facts.ts';
import { planToJson } from '../render/plan-json.ts';
import { renderResults, resultsToJson } from '../render/results.ts';
import type { Paint } from '../terminal.ts';
import type { WriteSession } from '../write-session.ts';
import { type Consent, type ConsentOptions, seekConsent } from './consent.ts';

/** Shows a plan, finds out whether it may be carried out, does so, and says what became of it. */
export async function carryOut(
  context: Context,
  session: WriteSession,
  { planned, options }: { readonly planned: Planned; readonly options: ConsentOptions },
): Promise<ExitCode> {
  const { facts, preview } = planned;
  const { stdout } = context.terminal;
  if (options.output !== 'json') stdout.write(renderPlan(facts, options.output, session.paint));
  const consent = await seekConsent(context, facts, { options, paint: session.paint });
  const { accounts } = consent;
  const application = { preview, planId: facts.planId, accounts, signal: context.signal };
  const results = accounts.length === 0 ? [] : await applyPlan(session.writePorts, application);
  const outcome = { facts, consent, results };
  stdout.write(renderOutcome(outcome, options.output, session.paint));
  return exitCode(outcome);
}

interface Outcome {
  readonly facts: PlanFacts;
  readonly consent: Consent;
  readonly results: readonly ChangeResult[];
}

function renderOutcome({ facts, consent, results }: Outcome, format: OutputFormat, paint: Paint): string {
  const { refusal } = consent;
  if (format === 'json') {
    const refused = refusal === undefined ? {} : { refused: refusal };
    return jsonDocument({ ...planToJson(facts), ...refused, results: resultsToJson(results) });
  }
  const refused = refusal === undefined ? '' : `${renderRefusal(refusal, format, paint)}\n`;
  const plain: Paint = format === 'text' ? paint : (_style, text) => text;
  return results.length === 0 ? refused : `${refused}\n${renderResults(results, format, plain)}`;
}

function renderRefusal(refusal: string, format: OutputFormat, paint: Paint): string {
  if (format === 'markdown') return `\n**${plainWords(refusal)}**`;
  return format === 'text' ? paint('red', refusal) : refusal;
}

function exitCode({ facts, consent, results }: Outcome): ExitCode {
  if (consent.refusal !== undefined) return EXIT.refused;
  if (hasTrouble(facts.plan) || results.some((result) => result.status !== 'applied')) return EXIT.failed;
  return EXIT.done;
}
