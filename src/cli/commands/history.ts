import type { AuditEntry } from '../../adapters/journal/audit-entry.ts';
import { type History, readHistory, shownEntry } from '../../adapters/journal/history.ts';
import { nearestWord } from '../../model/nearest-word.ts';
import { matchesDomain } from '../../plan/selection.ts';
import { auditFolder, auditNoticeText } from '../audit.ts';
import { findPlanId } from '../audited-plans.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { renderHistory } from '../render/history.ts';
import { planRecords } from '../render/history-facts.ts';
import type { AccountOptions } from '../session.ts';
import { createPaint, wantsColour } from '../terminal.ts';

export interface HistoryOptions
  extends Pick<AccountOptions, 'stateDir' | 'account' | 'domain' | 'output' | 'color'> {
  readonly sinceMs?: number;
  readonly limit: number;
}

/** Shows what was written, or each call of one plan. Needs no configuration, no key and no network. */
export async function historyCommand(
  context: Context,
  options: HistoryOptions,
  id: string | undefined,
): Promise<ExitCode> {
  const { terminal, environment, clock } = context;
  const folder = auditFolder(context, options);
  const fromMs = options.sinceMs === undefined ? undefined : clock.wallMs() - options.sinceMs;
  const history = folder === null ? { entries: [], problems: [] } : await readHistory(folder, fromMs);
  tellProblems(context, history);
  const entries = select(history.entries.map(shownEntry), options);
  const planId = id === undefined ? undefined : findPlanId(entries, id);
  const records = planRecords(entries).filter((record) => planId === undefined || record.planId === planId);
  const shown = planId === undefined ? records.slice(0, options.limit) : records;
  const facts = { records: shown, withCalls: planId !== undefined, more: records.length - shown.length };
  const paint = createPaint(wantsColour(options.color, environment, terminal.stdout));
  terminal.stdout.write(renderHistory(facts, options.output, paint));
  return EXIT.done;
}

/** What is missing must not look like what never was. */
export function tellProblems({ terminal }: Context, { problems }: Pick<History, 'problems'>): void {
  for (const problem of problems) terminal.stderr.write(`warning: ${auditNoticeText(problem).message}\n`);
}

function select(entries: readonly AuditEntry[], { account, domain }: HistoryOptions): readonly AuditEntry[] {
  const known: readonly string[] = [...new Set(entries.map((entry) => entry.account))].sort();
  for (const name of account ?? []) {
    if (known.length === 0 || known.includes(name)) continue;
    const near = nearestWord(name, known);
    const hint = near === undefined ? `it knows ${known.join(', ')}` : `did you mean '${near}'?`;
    throw new UsageError(`The audit trail knows no account '${name}': ${hint}`);
  }
  return entries.filter(
    (entry) =>
      (account === undefined || account.includes(entry.account)) &&
      (domain === undefined || domain.some((glob) => matchesDomain(glob, entry.domain))),
  );
}
