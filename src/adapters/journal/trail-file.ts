import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, syncFolder } from './state-folder.ts';
import { currentFileName, fullFileName, trailFiles } from './trail-name.ts';

export interface TrailFileOptions {
  readonly folder: string;
  readonly trail: string;
  readonly freshBytes: (count: number) => Uint8Array;
  /** A file is full when one more line would make it longer than this. */
  readonly bytesMax: number;
  /** Files that are kept, the one that is appended to included. */
  readonly filesMax: number;
}

const NEW_LINE = '\n'.charCodeAt(0);

/**
 * Appends one line, and resolves when it is on the disk. The file is opened for each line, so that no process goes on
 * writing to a file that another one has set aside; a line is one write to a file opened with O_APPEND, so lines of
 * several processes never mix. A line that an earlier crash or a full disk cut short is ended first.
 */
export async function appendLine(options: TrailFileOptions, line: string): Promise<void> {
  makeFolder(options.folder);
  const path = join(options.folder, currentFileName(options.trail));
  const size = sizeOf(path);
  const isFull = size > 0 && size + Buffer.byteLength(line) > options.bytesMax;
  if (isFull) setAside(options, path);
  const file = await open(path, 'a+', 0o600);
  try {
    await write(file, (await endsInLine(file)) ? line : `\n${line}`);
    await file.sync();
  } finally {
    await file.close();
  }
  if (size === 0 || isFull) await syncFolder(options.folder);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** A disk that becomes full takes the beginning of a text without an error. */
export async function write(file: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  const { bytesWritten } = await file.write(bytes);
  if (bytesWritten < bytes.length) throw new Error('only a part was written');
}

async function endsInLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === NEW_LINE;
}

/**
 * Renames the full file, and removes the oldest. All in one go: another process that does the same meanwhile finds a
 * short file and leaves it, or moves it a little early, which loses no line.
 */
function setAside({ folder, trail, freshBytes, filesMax }: TrailFileOptions, path: string): void {
  const files = trailFiles(readdirSync(folder));
  const full = files.filter((file) => file.trail === trail && file.number !== undefined);
  const letters = Buffer.from(freshBytes(4)).toString('hex');
  try {
    renameSync(path, join(folder, fullFileName(trail, (full[0]?.number ?? 0) + 1, letters)));
  } catch (error) {
    // Another process was faster.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  // One place is for the file that is appended to, and one for the file that was just renamed.
  for (const { name } of full.slice(filesMax - 2)) rmSync(join(folder, name), { force: true });
}
