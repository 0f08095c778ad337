import type { AuditEntry } from '../adapters/journal/audit-entry.ts';
import type { StoredUrl } from '../adapters/journal/sealed-url.ts';

/** One carrying out of a plan: a plan that runs again, as in a fight, has the same id. */
export interface PlanRun<U = string> {
  readonly planId: string;
  /** Hexadecimal digits. */
  readonly runId: string;
  /** Oldest first; at least one. */
  readonly entries: readonly [AuditEntry<U>, ...AuditEntry<U>[]];
}

/** Older versions kept no run ids: their calls of one plan and author belong together up to such a pause. */
const PAUSE_MS = 15 * 60_000;

/** What is shown of a run id, and taken for it. */
const RUN_DIGITS = 8;

/** Groups entries by run; the run that ended last comes first. */
export function runsOf<U extends StoredUrl>(entries: readonly AuditEntry<U>[]): readonly PlanRun<U>[] {
  const groups = new Set<[AuditEntry<U>, ...AuditEntry<U>[]]>();
  const latest = new Map<string, [AuditEntry<U>, ...AuditEntry<U>[]]>();
  for (const entry of [...entries].sort((a, b) => a.atMs - b.atMs)) {
    const name = entry.runId ?? `${entry.planId} ${entry.author.who}`;
    const group = latest.get(name);
    if (group !== undefined && goesOn(group, entry)) {
      group.push(entry);
    } else {
      const begun: [AuditEntry<U>] = [entry];
      latest.set(name, begun);
      groups.add(begun);
    }
  }
  return [...groups].map(runOf).sort((a, b) => lastAtMs(b) - lastAtMs(a));
}

function goesOn(group: readonly AuditEntry<StoredUrl>[], entry: AuditEntry<StoredUrl>): boolean {
  const last = group.at(-1);
  return last !== undefined && (entry.runId !== undefined || entry.atMs - last.atMs <= PAUSE_MS);
}

/** A run without an id is named by the second it began in. */
function runOf<U>(entries: [AuditEntry<U>, ...AuditEntry<U>[]]): PlanRun<U> {
  const [{ planId, runId, atMs }] = entries;
  const seconds = Math.floor(atMs / 1000);
  return { planId, runId: runId ?? seconds.toString(16).padStart(RUN_DIGITS, '0'), entries };
}

export function lastAtMs<U>({ entries }: Pick<PlanRun<U>, 'entries'>): number {
  return Math.max(...entries.map(({ atMs }) => atMs));
}

/** The same run with those of its entries alone that are asked for; none if there are none. */
export function partOf(run: PlanRun, isAskedFor: (entry: AuditEntry) => boolean): readonly PlanRun[] {
  const [first, ...others] = run.entries.filter(isAskedFor);
  return first === undefined ? [] : [{ ...run, entries: [first, ...others] }];
}

/** What a person types to name a run: the id of its plan where that ran once, such as `1f0c9a2b7d3e@5d1c0b7a` else. */
export function runName(
  run: Pick<PlanRun, 'planId' | 'runId'>,
  all: readonly Pick<PlanRun, 'planId'>[],
): string {
  const isOnly = all.filter(({ planId }) => planId === run.planId).length <= 1;
  return isOnly ? run.planId : `${run.planId}@${run.runId.slice(0, RUN_DIGITS)}`;
}
