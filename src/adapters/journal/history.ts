import { type AuditEntry, mapUrls } from './audit-entry.ts';
import { type StoredUrl, shownUrl } from './sealed-url.ts';
import { readTrail, type TrailProblem, trailsIn } from './trail-reading.ts';

/** What the trails of a folder hold. Needs no API key. */
export interface History {
  /** How many there are. */
  readonly trails: number;
  /** Trail by trail, each oldest first. */
  readonly entries: readonly AuditEntry<StoredUrl>[];
  readonly problems: readonly TrailProblem[];
}

export async function readHistory(folder: string): Promise<History> {
  const trails = await trailsIn(folder);
  if ('why' in trails)
    return { trails: 0, entries: [], problems: [{ kind: 'unreadable', file: folder, why: trails.why }] };
  const readings = await Promise.all(trails.map((trail) => readTrail(folder, trail)));
  return {
    trails: trails.length,
    entries: readings.flatMap(({ entries }) => entries),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

/** An entry as people may see it: URLs masked. */
export function shownEntry(entry: AuditEntry<StoredUrl>): AuditEntry {
  return mapUrls(entry, shownUrl);
}
