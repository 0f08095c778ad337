import { type AuditEntry, mapUrls } from './audit-entry.ts';
import { type StoredUrl, shownUrl } from './sealed-url.ts';
import { readTrail, type TrailProblem, trailsIn } from './trail-reading.ts';

/** What the trails of a folder hold. Needs no API key. */
export interface History {
  /** Trail by trail, each oldest first. */
  readonly entries: readonly AuditEntry<StoredUrl>[];
  readonly problems: readonly TrailProblem[];
}

/** @param fromMs in milliseconds since 1970; all there is by default */
export async function readHistory(folder: string, fromMs = Number.NEGATIVE_INFINITY): Promise<History> {
  const trails = await trailsIn(folder);
  if ('why' in trails)
    return { entries: [], problems: [{ kind: 'unreadable', file: folder, why: trails.why }] };
  const readings = await Promise.all(trails.map((trail) => readTrail(folder, trail, fromMs)));
  return {
    entries: readings.flatMap(({ entries }) => entries),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

/** An entry as people may see it: URLs masked. */
export function shownEntry(entry: AuditEntry<StoredUrl>): AuditEntry {
  return mapUrls(entry, shownUrl);
}
