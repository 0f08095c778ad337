import { resolve } from 'node:path';
import { readPlanFile, whyNotWritable, writePlanFile } from '../adapters/plan-file/plan-file.ts';
import { type SavedPlan, type Seal, savePlan } from '../plan/saved-plan.ts';
import type { Context } from './context.ts';
import { SavingError, UsageError } from './exit-code.ts';
import { digestOf } from './fingerprint.ts';
import type { PlanFacts } from './render/plan-facts.ts';
import { printableText, printableUrl } from './render/printable.ts';
import { version } from './version.ts';

const EXPIRES_AFTER_MS = 24 * 3_600_000;

export const SEAL: Seal = { mask: printableUrl, digest: (text) => digestOf('saved plan', text) };

/** @throws UsageError if a plan may not be written there. */
export async function checkPlanPath({ workingDirectory }: Context, file: string): Promise<void> {
  const reason = await whyNotWritable(resolve(workingDirectory, file));
  if (reason !== undefined) throw new UsageError(`Cannot save the plan in '${file}': ${reason}`);
}

export interface Saving {
  readonly file: string;
  /** How long the plan may be carried out. */
  readonly expiresMs?: number;
}

/** @throws SavingError if the system does not take the file. */
export async function savePlanTo(context: Context, facts: PlanFacts, saving: Saving): Promise<SavedPlan> {
  const createdMs = context.clock.wallMs();
  const head = {
    toolVersion: version,
    planId: facts.planId,
    createdMs,
    expiresMs: createdMs + (saving.expiresMs ?? EXPIRES_AFTER_MS),
    configurationDigest: facts.configurationDigest,
  };
  const accounts = facts.accounts.map(({ account, verdict }) => ({ account, total: verdict.total }));
  const saved = savePlan(facts.plan, { head, accounts }, SEAL);
  const problem = await writePlanFile(resolve(context.workingDirectory, saving.file), saved);
  if (problem === undefined) return saved;
  throw new SavingError(`Cannot save the plan in '${saving.file}': ${problem}`);
}

/** A saved plan, or why it is not taken. */
export type OpenedPlan = { readonly saved: SavedPlan } | { readonly reasons: readonly string[] };

/** @throws UsageError if there is no file to read, or one that is no plan by its name. */
export async function openPlanFile({ workingDirectory }: Context, file: string): Promise<OpenedPlan> {
  if (/\.ya?ml$/i.test(file)) {
    throw new UsageError(`'${file}' is a configuration, not a saved plan: did you mean --config ${file}?`);
  }
  const found = await readPlanFile(resolve(workingDirectory, file));
  if (found.kind === 'unreadable') {
    throw new UsageError(`Cannot read the plan '${file}': ${found.reason}`);
  }
  return found.kind === 'plan' ? { saved: found.plan } : { reasons: [printableText(found.reason)] };
}
