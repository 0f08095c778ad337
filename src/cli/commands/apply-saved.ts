import type { SavedPlan } from '../../plan/saved-plan.ts';
import { type Moved, whatMoved, whyUnfit } from '../../plan/saved-plan-fit.ts';
import { narrowTo } from '../../plan/saved-plan-scope.ts';
import type { Configuration } from '../../ports/configuration-source.ts';
import { applyLine, planAgainLine } from '../apply-line.ts';
import { approvalOf } from '../approval.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { exitCodeOf, makePlan, type Planned } from '../plan-facts.ts';
import { renderPlan } from '../render/plan.ts';
import { renderStalePlan } from '../render/stale-plan.ts';
import { openPlanFile, SEAL } from '../saved-plans.ts';
import { configurationSource, openSession, type Session } from '../session.ts';
import { createPaint, wantsColour } from '../terminal.ts';
import { version } from '../version.ts';
import { openWriteSession } from '../write-session.ts';
import type { ApplyOptions } from './apply.ts';
import { carryOut } from './carry-out.ts';

/** A saved plan that a person names on the command line. */
interface Named {
  readonly file: string;
  readonly options: ApplyOptions;
}

/**
 * Carries out a saved plan, if nothing has moved since: the file is whole, of this release line and not expired, the
 * configuration and the accounts are the same, and the affected domains, which alone are read, have what they had and
 * would get the same calls. Otherwise nothing is written, and it says what moved.
 *
 * All or nothing: a guard that refuses one account stops the others too, since the file would fit no more afterwards.
 */
export async function applySavedCommand(
  context: Context,
  options: ApplyOptions,
  file: string,
): Promise<ExitCode> {
  const named = { file, options };
  return withConfiguration(context, named, async (saved, configuration) => {
    const session = await openWriteSession(context, options, configuration);
    try {
      const planned = await planAgain(context, session, { ...named, saved });
      if ('moved' in planned) return refuse(context, named, planned);
      return await carryOut(context, session, { planned, options: { ...options, reviewed: true } });
    } finally {
      await session.composition.close();
    }
  });
}

/** The same without writing: whether a saved plan still fits, and what it would do. */
export async function checkSavedCommand(
  context: Context,
  options: ApplyOptions,
  file: string,
): Promise<ExitCode> {
  const named = { file, options };
  return withConfiguration(context, named, async (saved, configuration) => {
    const session = await openSession(context, options, configuration);
    try {
      const planned = await planAgain(context, session, { ...named, saved });
      if ('moved' in planned) return refuse(context, named, planned);
      context.terminal.stdout.write(renderPlan(planned.facts, options.output, session.paint));
      return exitCodeOf(planned.facts, options.detailedExitcode === true);
    } finally {
      await session.composition.close();
    }
  });
}

/** Goes on with the plan and what the configuration asks of its domains, unless the plan is unfit from the start. */
async function withConfiguration(
  context: Context,
  named: Named,
  goOn: (saved: SavedPlan, configuration: Configuration) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { file, options } = named;
  checkOptions(options);
  const opened = await openPlanFile(context, file);
  if ('reasons' in opened) return refuse(context, named, { ...opened, moved: [] });
  const { saved } = opened;
  const configuration = await configurationSource(context, options.config).load();
  const reasons = whyUnfit(saved, {
    toolVersion: version,
    nowMs: context.clock.wallMs(),
    configurationDigest: configuration.digest,
    accounts: configuration.accounts,
  });
  if (reasons.length > 0) return refuse(context, named, { reasons, moved: [] });
  return goOn(saved, { ...configuration, desired: narrowTo(configuration.desired, saved.domains) });
}

function checkOptions(options: ApplyOptions): void {
  approvalOf(options);
  const narrowing = [
    ...(options.account === undefined ? [] : ["'--account' (MGHOOKS_ACCOUNT)"]),
    ...(options.domain === undefined ? [] : ["'--domain' (MGHOOKS_DOMAIN)"]),
  ];
  if (narrowing.length === 0) return;
  throw new UsageError(
    `A saved plan is carried out as it is: remove ${narrowing.join(' and ')}, or plan again with it`,
  );
}

interface Refusal {
  readonly reasons: readonly string[];
  readonly moved: readonly Moved[];
}

async function planAgain(
  context: Context,
  session: Session,
  { saved, file, options }: Named & { readonly saved: SavedPlan },
): Promise<Planned | Refusal> {
  const planned = await makePlan(session, context.signal, {
    approval: approvalOf(options),
    command: applyLine(options, file),
    totals: new Map(saved.accounts.map(({ name, deliveries }) => [name, deliveries])),
  });
  const { plan, planId } = planned.facts;
  const moved = whatMoved(saved, plan, SEAL);
  if (moved.length > 0) return { reasons: [], moved };
  if (planId === saved.planId) return planned;
  return { reasons: [`it is plan ${saved.planId}, and what would be done now is plan ${planId}`], moved };
}

function refuse(context: Context, { file, options }: Named, refusal: Refusal): ExitCode {
  const { terminal, environment } = context;
  const paint = createPaint(wantsColour(options.color, environment, terminal.stdout));
  const command = planAgainLine(options, file);
  terminal.stdout.write(renderStalePlan({ file, command, ...refusal }, options.output, paint));
  return EXIT.refused;
}
