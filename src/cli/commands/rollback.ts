import type { AuditEntry } from '../../adapters/journal/audit-entry.ts';
import type { StoredUrl } from '../../adapters/journal/sealed-url.ts';
import { holdChanges } from '../../plan/hold.ts';
import type { Plan } from '../../plan/plan.ts';
import { changedBackBy, movedSince, onlyObserved, stateBefore } from '../../plan/reverse-plan.ts';
import type { Configuration } from '../../ports/configuration-source.ts';
import { approvalOf } from '../approval.ts';
import { findRuns } from '../audited-plans.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { exitCodeOf, makePlan, type Planned, type PlanRequest } from '../plan-facts.ts';
import { lastAtMs, runName, runsOf } from '../plan-runs.ts';
import { type Recalled, recallPlan } from '../recalled-plan.ts';
import { authorText, momentText } from '../render/history-facts.ts';
import { renderPlan } from '../render/plan.ts';
import { visible } from '../render/printable.ts';
import { changedBackNote, lostNote, rollbackHead } from '../render/rollback-notes.ts';
import { rollbackLine } from '../rollback-line.ts';
import { configurationSource, openSession, type Session } from '../session.ts';
import { openWriteSession } from '../write-session.ts';
import type { ApplyOptions } from './apply.ts';
import { carryOut } from './carry-out.ts';
import { historyIn } from './history.ts';

export interface RollbackOptions extends ApplyOptions {
  readonly dryRun?: boolean;
}

/**
 * Brings back what a plan changed: plans the way back against what Mailgun has today, and carries it out like any
 * other plan, through the same guards and the same consent. What changed since that plan is left as it is, and said.
 */
export async function rollbackCommand(
  context: Context,
  options: RollbackOptions,
  id: string,
): Promise<ExitCode> {
  approvalOf(options);
  const { name, entries } = await runToReverse(context, options, id);
  const configuration = await configurationSource(context, options.config).load();
  const recalled = recallPlan(context, { entries, configuration, accounts: options.account });
  const { stderr } = context.terminal;
  stderr.write(rollbackHead(recalled));
  for (const lost of recalled.lost) stderr.write(lostNote(lost));
  if (recalled.undos.length === 0) {
    stderr.write('There is nothing to bring back.\n');
    return recalled.lost.length > 0 ? EXIT.failed : EXIT.done;
  }
  const reversal = { options, name, recalled, configuration };
  const code = await (options.dryRun === true ? showBack : carryBack)(context, reversal);
  return code === EXIT.done && recalled.lost.length > 0 ? EXIT.failed : code;
}

interface Named {
  /** Names the run on a command line. */
  readonly name: string;
  /** Oldest first. */
  readonly entries: readonly AuditEntry<StoredUrl>[];
}

/** @throws UsageError if the plan ran more than once and nothing says which time is meant */
async function runToReverse(context: Context, options: RollbackOptions, id: string): Promise<Named> {
  const { folder, trails, entries } = await historyIn(context, options);
  if (trails === 0) {
    throw new UsageError(
      `There is no audit trail in ${folder}, so nothing is known of plan '${id}': name the state folder it was carried out with, with --state-dir`,
    );
  }
  const runs = runsOf(entries);
  const [run, ...others] = findRuns(runs, id);
  if (run !== undefined && others.length === 0) return { name: runName(run, runs), entries: run.entries };
  const choices = (run === undefined ? others : [run, ...others]).map(
    (each) =>
      `\n  ${runName(each, runs)}  ${momentText(lastAtMs(each))}  ${visible(authorText(each.entries[0].author))}`,
  );
  throw new UsageError(
    `Plan ${run?.planId} was carried out ${choices.length} times; name the one to roll back:${choices.join('')}`,
  );
}

interface Reversal {
  readonly options: RollbackOptions;
  /** Of the run. */
  readonly name: string;
  readonly recalled: Recalled;
  readonly configuration: Configuration;
}

async function carryBack(context: Context, reversal: Reversal): Promise<ExitCode> {
  const { options } = reversal;
  const session = await openWriteSession(context, options, configurationBefore(reversal));
  try {
    const planned = await planBack(context, session, reversal);
    return await carryOut(context, session, { planned, options });
  } finally {
    await session.composition.close();
  }
}

/** Shows the way back; holds nothing that can write. */
async function showBack(context: Context, reversal: Reversal): Promise<ExitCode> {
  const { options } = reversal;
  const session = await openSession(context, options, configurationBefore(reversal));
  try {
    const { facts } = await planBack(context, session, reversal);
    context.terminal.stdout.write(renderPlan(facts, options.output, session.paint));
    return exitCodeOf(facts, options.detailedExitcode === true);
  } finally {
    await session.composition.close();
  }
}

function configurationBefore({ configuration, recalled }: Reversal): Configuration {
  return { ...configuration, desired: stateBefore(recalled.undos, configuration.desired) };
}

async function planBack(context: Context, session: Session, reversal: Reversal): Promise<Planned> {
  const { configuration } = reversal;
  const planned = await makePlan(session, context.signal, requestFor(reversal, session));
  const again = changedBackBy(configuration.desired, planned.facts.plan);
  if (again.length > 0) context.terminal.stderr.write(changedBackNote(again));
  return planned;
}

function requestFor(
  { options, name, recalled, configuration }: Reversal,
  { accounts }: Session,
): PlanRequest {
  const { planId, undos } = recalled;
  const writeApis = new Map(accounts.map(({ name, writeApi }) => [name, writeApi]));
  const moved = movedSince(undos, planId);
  return {
    approval: approvalOf(options),
    command: rollbackLine(options, name),
    wording: {
      whyRemoved: `not there before plan ${planId}`,
      onlyObserved: onlyObserved(undos, configuration.desired),
    },
    // Only the domains of the plan are read.
    revise: (plan) => withoutOthers(holdChanges(plan, moved, (account) => writeApis.get(account) ?? 'v3')),
  };
}

/** Event types that the plan did not change are no matter of a rollback. */
function withoutOthers(plan: Plan): Plan {
  return { ...plan, domains: plan.domains.map((domain) => ({ ...domain, unmanaged: [] })) };
}
