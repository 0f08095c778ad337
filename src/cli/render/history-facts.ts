import type { AuditEntry, Author } from '../../adapters/journal/audit-entry.ts';
import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import { sameUrls, urlSet, urlsWithout } from '../../model/webhooks.ts';
import { lastAtMs, type PlanRun, runName } from '../plan-runs.ts';
import { plural } from './plan-facts.ts';

/** One carrying out of a plan, or a part of one. URLs are masked. */
export interface PlanRecord {
  readonly planId: string;
  readonly runId: string;
  /** What `rollback` takes. */
  readonly name: string;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly author: Author;
  /** Sorted. */
  readonly accounts: readonly string[];
  /** Sorted. */
  readonly domains: readonly string[];
  /** Deliveries that the domains had more, and fewer, after it; as if all calls were carried out. */
  readonly added: number;
  readonly removed: number;
  /** Calls that nobody knows the outcome of. */
  readonly unknown: number;
  /** Oldest first. */
  readonly entries: readonly AuditEntry[];
}

/** What a call made of one event type. URL lists are in canonical form. */
export interface EventTypeDelta {
  readonly eventType: EventType;
  readonly kept: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * The latest first.
 *
 * @param all the runs that are known: one is named by its plan alone where that ran once
 */
export function planRecords(
  runs: readonly PlanRun[],
  all: readonly Pick<PlanRun, 'planId'>[] = runs,
): readonly PlanRecord[] {
  const records = runs.map((run): PlanRecord => {
    const { planId, runId, entries } = run;
    return {
      planId,
      runId,
      name: runName(run, all),
      firstAtMs: entries[0].atMs,
      lastAtMs: lastAtMs(run),
      author: entries[0].author,
      accounts: urlSet(entries.map(({ account }) => account)),
      domains: urlSet(entries.map(({ domain }) => domain)),
      ...netDeliveries(entries),
      unknown: entries.filter(({ outcome }) => outcome === 'unknown').length,
      entries,
    };
  });
  return records.sort((a, b) => b.lastAtMs - a.lastAtMs);
}

/** From what each domain had first to what it had last: steps in between do not count. */
function netDeliveries(entries: readonly AuditEntry[]) {
  const ends = new Map<string, { readonly first: AuditEntry; readonly last: AuditEntry }>();
  for (const entry of entries) {
    const name = `${entry.account} ${entry.domain}`;
    ends.set(name, { first: ends.get(name)?.first ?? entry, last: entry });
  }
  const deltas = [...ends.values()].flatMap(({ first, last }) =>
    deltasOf({ before: first.before, after: last.after }),
  );
  return {
    added: deltas.reduce((sum, { added }) => sum + added.length, 0),
    removed: deltas.reduce((sum, { removed }) => sum + removed.length, 0),
  };
}

/** The event types that differ. */
export function deltasOf({ before, after }: Pick<AuditEntry, 'before' | 'after'>): readonly EventTypeDelta[] {
  return EVENT_TYPES.flatMap((eventType) => {
    const [had, has] = [urlSet(before[eventType] ?? []), urlSet(after[eventType] ?? [])];
    if (sameUrls(had, has)) return [];
    const removed = urlsWithout(had, has);
    return [{ eventType, kept: urlsWithout(had, removed), added: urlsWithout(has, had), removed }];
  });
}

/** Such as `2026-01-31T12:00:00Z`. */
export function momentText(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Such as `3 calls, 1 unknown`. */
export function callsText(calls: number, unknown: number): string {
  return unknown === 0 ? plural(calls, 'call') : `${plural(calls, 'call')}, ${unknown} unknown`;
}

/** Why a call may have had its effect, or not; nothing where that is known. */
export const LOST_ANSWER = 'unknown: the answer was lost';

/** Such as `octocat at 7f3c2b1a`. */
export function authorText({ who, commit }: Author): string {
  return commit === undefined ? who : `${who} at ${commit.slice(0, COMMIT_LENGTH)}`;
}

const COMMIT_LENGTH = 8;
