import type { AuditEntry } from '../../adapters/journal/audit-entry.ts';
import { type History, readHistory, shownEntry } from '../../adapters/journal/history.ts';
import { nearestWord } from '../../model/nearest-word.ts';
import { matchesDomain } from '../../plan/selection.ts';
import { auditFolder, auditNoticeText } from '../audit.ts';
import { findRuns } from '../audited-plans.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { partOf, runsOf } from '../plan-runs.ts';
import { renderHistory } from '../render/history.ts';
import { planRecords } from '../render/history-facts.ts';
import type { HistoryFacts } from '../render/history-json.ts';
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
  const { terminal, environment } = context;
  const { folder, trails, entries } = await historyIn(context, options);
  checkAccounts(entries, options);
  const runs = runsOf(entries.map(shownEntry));
  const named = id === undefined ? runs : findRuns(runs, id);
  const isAskedFor = filterOf(context, options);
  const records = planRecords(
    named.flatMap((run) => partOf(run, isAskedFor)),
    runs,
  );
  const shown = id === undefined ? records.slice(0, options.limit) : records;
  const facts: HistoryFacts = {
    records: shown,
    withCalls: id !== undefined,
    more: records.length - shown.length,
    trail: { folder, trails, calls: entries.length, filters: filterWords(options) },
  };
  const paint = createPaint(wantsColour(options.color, environment, terminal.stdout));
  terminal.stdout.write(renderHistory(facts, options.output, paint));
  return EXIT.done;
}

/**
 * What the state folder holds; says what of it cannot be read: what is missing must not look like what never was.
 *
 * @throws UsageError if nothing is kept
 */
export async function historyIn(
  context: Context,
  options: Pick<AccountOptions, 'stateDir'>,
): Promise<History & { readonly folder: string }> {
  const folder = auditFolder(context, options);
  if (folder === null) throw new UsageError('There is no history without a state folder');
  const history = await readHistory(folder);
  for (const problem of history.problems)
    context.terminal.stderr.write(`warning: ${auditNoticeText(problem).message}\n`);
  return { ...history, folder };
}

function checkAccounts(entries: History['entries'], { account }: HistoryOptions): void {
  const known: readonly string[] = [...new Set(entries.map((entry) => entry.account))].sort();
  for (const name of account ?? []) {
    if (known.length === 0 || known.includes(name)) continue;
    const near = nearestWord(name, known);
    const hint = near === undefined ? `it knows ${known.join(', ')}` : `did you mean '${near}'?`;
    throw new UsageError(`The audit trail knows no account '${name}': ${hint}`);
  }
}

function filterOf({ clock }: Context, { account, domain, sinceMs }: HistoryOptions) {
  const fromMs = sinceMs === undefined ? Number.NEGATIVE_INFINITY : clock.wallMs() - sinceMs;
  return (entry: AuditEntry): boolean =>
    entry.atMs >= fromMs &&
    (account === undefined || account.includes(entry.account)) &&
    (domain === undefined || domain.some((glob) => matchesDomain(glob, entry.domain)));
}

/** As they are typed. */
function filterWords({ account = [], domain = [], sinceMs }: HistoryOptions): readonly string[] {
  return [
    ...account.map((name) => `--account ${name}`),
    ...domain.map((glob) => `--domain ${glob}`),
    ...(sinceMs === undefined ? [] : [`--since ${durationText(sinceMs)}`]),
  ];
}

const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** Such as `24h`: in the largest unit of which it is a whole number. */
function durationText(ms: number): string {
  const [unit, length] = UNITS.find(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `${ms / length}${unit}`;
}
