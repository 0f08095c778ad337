import { applyLine } from '../apply-line.ts';
import { type ApprovalOptions, approvalOf } from '../approval.ts';
import type { Context } from '../context.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { exitCodeOf, makePlan } from '../plan-facts.ts';
import { renderPlan } from '../render/plan.ts';
import type { PlanFacts } from '../render/plan-facts.ts';
import { checkPlanPath, savePlanTo } from '../saved-plans.ts';
import { type AccountOptions, openSession } from '../session.ts';

export interface PlanOptions extends AccountOptions {
  readonly detailedExitcode?: boolean;
  /** The file to save the plan in. */
  readonly planOut?: string;
  /** How long it may be carried out from there. */
  readonly expiresMs?: number;
}

/** Shows what an apply would do. Holds nothing that can write to Mailgun. */
export async function planCommand(
  context: Context,
  options: PlanOptions & ApprovalOptions,
): Promise<ExitCode> {
  const approval = approvalOf(options);
  const { planOut: out, expiresMs } = options;
  if (out === undefined && expiresMs !== undefined) {
    throw new UsageError("'--expires' says how long a saved plan is good: add --out");
  }
  if (out !== undefined) await checkPlanPath(context, out);
  const session = await openSession(context, options);
  try {
    const command = applyLine(options, out);
    const { facts } = await makePlan(session, context.signal, { approval, command });
    const shown = out === undefined ? facts : await savedFacts(context, facts, { file: out, expiresMs });
    context.terminal.stdout.write(renderPlan(shown, options.output, session.paint));
    return exitCodeOf(shown, options.detailedExitcode === true);
  } finally {
    await session.composition.close();
  }
}

async function savedFacts(
  context: Context,
  facts: PlanFacts,
  saving: { readonly file: string; readonly expiresMs: number | undefined },
): Promise<PlanFacts> {
  const { file, expiresMs } = saving;
  const saved = await savePlanTo(context, facts, { file, ...(expiresMs === undefined ? {} : { expiresMs }) });
  return { ...facts, saved: { file, expiresMs: saved.expiresMs } };
}
