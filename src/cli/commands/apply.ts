import { applyLine } from '../apply-line.ts';
import { type ApprovalOptions, approvalOf } from '../approval.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { makePlan } from '../plan-facts.ts';
import { openWriteSession } from '../write-session.ts';
import { carryOut } from './carry-out.ts';
import type { PlanOptions } from './plan.ts';

export interface ApplyOptions extends PlanOptions, ApprovalOptions {
  readonly yes?: boolean;
}

/** Plans, shows the plan, finds out whether it may be carried out, does so, and says what became of it. */
export async function applyCommand(context: Context, options: ApplyOptions): Promise<ExitCode> {
  const approval = approvalOf(options);
  const session = await openWriteSession(context, options);
  try {
    const planned = await makePlan(session, context.signal, { approval, command: applyLine(options) });
    return await carryOut(context, session, { planned, options });
  } finally {
    await session.composition.close();
  }
}
