import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry } from './audit-entry.ts';
import { parseLine } from './audit-line.ts';
import { linesFromEnd } from './lines-from-end.ts';
import { readPending } from './pending-file.ts';
import type { StoredUrl } from './sealed-url.ts';
import { currentFileName, pendingFiles, trailFiles } from './trail-name.ts';
import { inOrder } from './trail-order.ts';

/** Entries, oldest first, and what could not be read. */
export interface TrailReading {
  readonly entries: readonly AuditEntry<StoredUrl>[];
  readonly problems: readonly TrailProblem[];
}

export type TrailProblem =
  | { readonly kind: 'damaged'; readonly file: string; readonly lines: number }
  | { readonly kind: 'unreadable'; readonly file: string; readonly why: string };

/**
 * A line this much older than what is asked for ends the search. A line stands where its call was settled and tells when
 * it was begun: an hour before at most, as a call that Mailgun throttles is sent again five times, with up to ten minutes
 * between. And the clocks of several hosts differ.
 */
const LATE_LINE_MS = 70 * 60_000;

/** The trails of a folder; no folder, or none in it, is an empty answer. */
export async function trailsIn(folder: string): Promise<readonly string[] | { readonly why: string }> {
  try {
    const names = await readdir(folder);
    return [...new Set([...trailFiles(names), ...pendingFiles(names)].map(({ trail }) => trail))].sort();
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? [] : { why: codeOf(error) };
  }
}

/** Reads one trail from its end back to a moment in milliseconds since 1970. Never rejects. */
export async function readTrail(
  folder: string,
  trail: string,
  fromMs = Number.NEGATIVE_INFINITY,
): Promise<TrailReading> {
  const problems: TrailProblem[] = [];
  const entries: AuditEntry<StoredUrl>[] = [];
  const reach = { fromMs, tell: (problem: TrailProblem) => problems.push(problem) };
  for await (const slice of trailSlices({ folder, trail }, reach)) entries.push(...slice);
  return { entries: inOrder(entries), problems };
}

interface Reach {
  /** In milliseconds since 1970. */
  readonly fromMs: number;
  readonly tell: (problem: TrailProblem) => void;
}

/**
 * The entries of one trail, newest first, some at a time; between them others have their turn. Calls that nobody has
 * settled come first, before the files are looked at, so that none is missed that is settled meanwhile: one may come
 * twice then.
 */
export async function* trailSlices(
  { folder, trail }: { readonly folder: string; readonly trail: string },
  { fromMs, tell }: Reach,
): AsyncGenerator<readonly AuditEntry<StoredUrl>[]> {
  const pending = await readPending({ folder, trail });
  yield pending.map(({ entry }) => entry).filter(({ atMs }) => atMs >= fromMs);
  const seen = new Set<number>();
  for await (const { name, file } of filesOf(folder, trail, tell)) {
    const { ino } = await file.stat();
    // The file that is appended to was set aside between our looks: it is read already.
    if (seen.has(ino)) continue;
    seen.add(ino);
    const scan = new Scan(fromMs);
    try {
      for await (const lines of linesFromEnd(file)) {
        yield scan.take(lines);
        if (scan.isComplete) return;
      }
    } catch (error) {
      tell({ kind: 'unreadable', file: name, why: codeOf(error) });
    } finally {
      if (scan.damaged > 0) tell({ kind: 'damaged', file: name, lines: scan.damaged });
    }
  }
}

/** The files of a trail while they are open, newest first. */
async function* filesOf(
  folder: string,
  trail: string,
  tell: Reach['tell'],
): AsyncGenerator<{ readonly name: string; readonly file: FileHandle }> {
  for await (const name of namesOf(folder, trail)) {
    const file = await open(join(folder, name), 'r').catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') tell({ kind: 'unreadable', file: name, why: codeOf(error) });
    });
    if (file === undefined) continue;
    try {
      yield { name, file };
    } finally {
      await file.close();
    }
  }
}

/** The file that is appended to comes first, before the folder is listed, so that none is missed by a renaming. */
async function* namesOf(folder: string, trail: string): AsyncGenerator<string> {
  yield currentFileName(trail);
  const files = trailFiles(await readdir(folder).catch(() => []));
  for (const file of files) if (file.trail === trail && file.number !== undefined) yield file.name;
}

/** Goes through the lines of a file, last first. */
class Scan {
  readonly #fromMs: number;
  damaged = 0;
  /** A line is older than what is asked for, so nothing before it is needed. */
  isComplete = false;

  constructor(fromMs: number) {
    this.#fromMs = fromMs;
  }

  take(lines: readonly string[]): readonly AuditEntry<StoredUrl>[] {
    const entries: AuditEntry<StoredUrl>[] = [];
    for (const line of lines) {
      if (line === '' || this.isComplete) continue;
      const entry = parseLine(line);
      if (entry === undefined) this.damaged += 1;
      else if (entry.atMs >= this.#fromMs) entries.push(entry);
      else this.isComplete = isLongBefore(entry, this.#fromMs);
    }
    return entries;
  }
}

/** A call of unknown outcome may have been settled by another process, long after it. */
function isLongBefore({ atMs, outcome }: AuditEntry<StoredUrl>, fromMs: number): boolean {
  return outcome === undefined && atMs < fromMs - LATE_LINE_MS;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
