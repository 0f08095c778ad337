import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCodeOf, makePlan } from '../plan-facts.ts';
import { renderPlan } from '../render/plan.ts';
import { type AccountOptions, openSession } from '../session.ts';

export interface PlanOptions extends AccountOptions {
  readonly detailedExitcode?: boolean;
}

/** Shows what an apply would do. Holds nothing that can write. */
export async function planCommand(context: Context, options: PlanOptions): Promise<ExitCode> {
  const session = await openSession(context, options);
  try {
    const { facts } = await makePlan(session, context.signal);
    context.terminal.stdout.write(renderPlan(facts, options.output, session.paint));
    return exitCodeOf(facts, options.detailedExitcode === true);
  } finally {
    await session.composition.close();
  }
}
