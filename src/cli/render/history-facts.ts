import type { AuditEntry, Author } from '../../adapters/journal/audit-entry.ts';
import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import { sameUrls, urlSet, urlsWithout } from '../../model/webhooks.ts';

/** A plan that was carried out, or a part of one. URLs are masked. */
export interface PlanRecord {
  readonly planId: string;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly author: Author;
  /** Sorted. */
  readonly accounts: readonly string[];
  /** Sorted. */
  readonly domains: readonly string[];
  /** Deliveries that the domains had more, and fewer, after it. */
  readonly added: number;
  readonly removed: number;
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

/** A plan that is carried out again, as in a fight, has the same id: after such a pause it is shown on its own. */
const PAUSE_MS = 15 * 60_000;

/** Groups entries by plan, newest first. */
export function planRecords(entries: readonly AuditEntry[]): readonly PlanRecord[] {
  const groups = new Set<AuditEntry[]>();
  const latest = new Map<string, AuditEntry[]>();
  for (const entry of [...entries].sort((a, b) => a.atMs - b.atMs)) {
    const name = `${entry.planId} ${entry.author.who}`;
    const group = latest.get(name) ?? [];
    const goesOn = entry.atMs - (group.at(-1)?.atMs ?? entry.atMs) <= PAUSE_MS;
    const own = goesOn ? group : [];
    own.push(entry);
    latest.set(name, own);
    groups.add(own);
  }
  return [...groups].flatMap(recordOf).sort((a, b) => b.lastAtMs - a.lastAtMs);
}

function recordOf(entries: readonly AuditEntry[]): readonly PlanRecord[] {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return [];
  return [
    {
      planId: first.planId,
      firstAtMs: first.atMs,
      lastAtMs: last.atMs,
      author: first.author,
      accounts: urlSet(entries.map(({ account }) => account)),
      domains: urlSet(entries.map(({ domain }) => domain)),
      ...netDeliveries(entries),
      entries,
    },
  ];
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

/** Such as `octocat at 7f3c2b1a`. */
export function authorText({ who, commit }: Author): string {
  return commit === undefined ? who : `${who} at ${commit.slice(0, COMMIT_LENGTH)}`;
}

const COMMIT_LENGTH = 8;
