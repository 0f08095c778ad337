import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry } from './audit-entry.ts';
import { parseLine } from './audit-line.ts';
import type { StoredUrl } from './sealed-url.ts';
import { currentFileName, type TrailFileName, trailFiles } from './trail-name.ts';

/** Entries, oldest first, and what could not be read. */
export interface TrailReading {
  readonly entries: readonly AuditEntry<StoredUrl>[];
  readonly problems: readonly TrailProblem[];
}

export type TrailProblem =
  | { readonly kind: 'damaged'; readonly file: string; readonly lines: number }
  | { readonly kind: 'unreadable'; readonly file: string; readonly why: string };

/** A line this much older than what is asked for ends the search: clocks of several hosts differ, and are set. */
const CLOCK_SKEW_MS = 10 * 60_000;

/** The trails of a folder; no folder, or none in it, is an empty answer. */
export async function trailsIn(folder: string): Promise<readonly string[] | { readonly why: string }> {
  try {
    return [...new Set(trailFiles(await readdir(folder)).map(({ trail }) => trail))].sort();
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
  const parts: (readonly AuditEntry<StoredUrl>[])[] = [];
  const problems: TrailProblem[] = [];
  const seen = new Set<number>();
  for await (const { file, inode, text } of filesOf(folder, trail)) {
    // The file that is appended to was set aside between our looks: it is read already.
    if (inode !== undefined && seen.has(inode)) continue;
    if (inode === undefined) {
      problems.push({ kind: 'unreadable', file, why: text });
      continue;
    }
    seen.add(inode);
    const part = scan(text, fromMs);
    parts.push(part.entries);
    if (part.damaged > 0) problems.push({ kind: 'damaged', file, lines: part.damaged });
    if (part.complete) break;
  }
  return { entries: parts.flat().reverse(), problems };
}

interface ReadFile {
  readonly file: string;
  /** Absent if it could not be read; then `text` says why. */
  readonly inode?: number;
  readonly text: string;
}

/** The file that is appended to comes first, before the folder is listed, so that none is missed by a renaming. */
async function* filesOf(folder: string, trail: string): AsyncGenerator<ReadFile> {
  const first = await readOne(folder, currentFileName(trail));
  if (first !== undefined) yield first;
  for (const { name } of await fullFilesOf(folder, trail)) {
    const file = await readOne(folder, name);
    if (file !== undefined) yield file;
  }
}

async function fullFilesOf(folder: string, trail: string): Promise<readonly TrailFileName[]> {
  try {
    const files = trailFiles(await readdir(folder));
    return files.filter((file) => file.trail === trail && file.number !== undefined);
  } catch {
    return [];
  }
}

async function readOne(folder: string, name: string): Promise<ReadFile | undefined> {
  try {
    const file = await open(join(folder, name), 'r');
    try {
      const { ino } = await file.stat();
      return { file: name, inode: ino, text: await file.readFile('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : { file: name, text: codeOf(error) };
  }
}

interface Scan {
  /** Newest first. */
  readonly entries: readonly AuditEntry<StoredUrl>[];
  readonly damaged: number;
  /** A line is older than what is asked for, so nothing before it is needed. */
  readonly complete: boolean;
}

function scan(text: string, fromMs: number): Scan {
  const entries: AuditEntry<StoredUrl>[] = [];
  let damaged = 0;
  for (const line of linesFromEnd(text)) {
    if (line === '') continue;
    const entry = parseLine(line);
    if (entry === undefined) damaged += 1;
    else if (entry.atMs >= fromMs) entries.push(entry);
    else if (entry.atMs < fromMs - CLOCK_SKEW_MS) return { entries, damaged, complete: true };
  }
  return { entries, damaged, complete: false };
}

/** Without splitting a text of which mostly the end is needed. */
function* linesFromEnd(text: string): Generator<string> {
  let end = text.length;
  while (end > 0) {
    const newLine = text.lastIndexOf('\n', end - 1);
    yield text.slice(newLine + 1, end);
    end = newLine;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
