import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry } from './audit-entry.ts';
import { parseLine } from './audit-line.ts';
import type { StoredUrl } from './sealed-url.ts';
import { makeFolder, syncFolder } from './state-folder.ts';
import { write } from './trail-file.ts';
import { pendingFileName, pendingFiles } from './trail-name.ts';

/** Where the calls of one trail that were begun stand, each in a file of its own, until they are settled. */
export interface PendingPlace {
  readonly folder: string;
  readonly trail: string;
}

export interface PendingCall {
  readonly entry: AuditEntry<StoredUrl> & { readonly id: string };
  /** As it stands in the file, and would in the trail. */
  readonly line: string;
}

/** Resolves when the call is safe on the disk, so that it may leave. */
export async function keepPending({ folder, trail }: PendingPlace, id: string, line: string): Promise<void> {
  makeFolder(folder);
  const path = join(folder, pendingFileName(trail, id));
  const file = await open(path, 'wx', 0o600);
  try {
    await write(file, line);
    await file.sync();
  } catch (error) {
    // A full disk would fill with empty files.
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await syncFolder(folder);
}

/** It is settled. A file that cannot be removed stays as a call of unknown outcome, unless the trail knows better. */
export async function removePending({ folder, trail }: PendingPlace, id: string): Promise<void> {
  await rm(join(folder, pendingFileName(trail, id)), { force: true }).catch(() => undefined);
}

/** The calls that nobody has settled yet. A file that was cut short is of a call that never left. */
export async function readPending({ folder, trail }: PendingPlace): Promise<readonly PendingCall[]> {
  const names = await readdir(folder).catch(() => []);
  const own = pendingFiles(names).filter((file) => file.trail === trail);
  // One that is gone was settled in this moment, and is in the trail if it was carried out.
  const lines = await Promise.all(
    own.map(({ name }) => readFile(join(folder, name), 'utf8').catch(() => '')),
  );
  return lines.flatMap((line) => {
    const entry = line.endsWith('\n') ? parseLine(line) : undefined;
    return entry?.id === undefined ? [] : [{ entry: { ...entry, id: entry.id }, line }];
  });
}
