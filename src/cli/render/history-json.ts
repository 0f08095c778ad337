import type { AuditEntry } from '../../adapters/journal/audit-entry.ts';
import { deltasOf, type PlanRecord } from './history-facts.ts';
import { requestOf } from './history-text.ts';
import { visible } from './printable.ts';

/** Raised when a field changes its meaning or goes away; new fields may come without. */
const HISTORY_FORMAT_VERSION = 1;

export interface HistoryFacts {
  readonly records: readonly PlanRecord[];
  /** Show each call, not only how many there were. */
  readonly withCalls: boolean;
  /** Plans that were left out, as there are more than were asked for. */
  readonly more: number;
  readonly trail: TrailFacts;
}

/** Where was looked, and what is there, whatever was asked for. */
export interface TrailFacts {
  readonly folder: string;
  /** Audit trails in the folder. */
  readonly trails: number;
  /** Calls in all of them that can be read. */
  readonly calls: number;
  /** What limited the answer, such as `--domain mg.*`. */
  readonly filters: readonly string[];
}

/** The history for machines. URLs are masked as in every other output. */
export function historyToJson({
  records,
  withCalls,
  more,
  trail,
}: HistoryFacts): Readonly<Record<string, unknown>> {
  return {
    formatVersion: HISTORY_FORMAT_VERSION,
    plans: records.map((record) => ({ ...recordToJson(record), ...(withCalls ? callsToJson(record) : {}) })),
    more,
    trail,
  };
}

function recordToJson({ planId, firstAtMs, lastAtMs, entries, ...record }: PlanRecord) {
  return {
    planId,
    firstAt: new Date(firstAtMs).toISOString(),
    lastAt: new Date(lastAtMs).toISOString(),
    ...record,
    calls: entries.length,
  };
}

function callsToJson({ entries }: PlanRecord) {
  return { entries: entries.map(entryToJson) };
}

function entryToJson(entry: AuditEntry) {
  return {
    at: new Date(entry.atMs).toISOString(),
    account: entry.account,
    baseUrl: entry.baseUrl,
    domain: entry.domain,
    request: requestOf(entry),
    outcome: entry.outcome ?? 'applied',
    changes: deltasOf(entry).map(({ eventType, kept, added, removed }) => ({
      eventType,
      from: [...kept, ...removed].sort().map(visible),
      to: [...kept, ...added].sort().map(visible),
      added: added.map(visible),
      removed: removed.map(visible),
    })),
  };
}
