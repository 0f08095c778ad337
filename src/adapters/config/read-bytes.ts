import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errorCode, errorReason } from './system-error.ts';

/** A larger file is refused. */
export const FILE_BYTES_MAX = 32 * 1024 * 1024;

/** ESTALE: the server of a network folder has put another file in its place. */
const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ESTALE']);

/** `gone`: the file was there when its folder was listed, and is no longer; the folder is being changed. */
export type ReadBytes =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'gone' };

/** Reads a whole regular file. The caller has seen that it is one; O_NONBLOCK is for a pipe that took its place since. */
export async function readBytes(path: string): Promise<ReadBytes> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await readOpened(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    return GONE.has(errorCode(error)) ? { kind: 'gone' } : { kind: 'refused', reason: errorReason(error) };
  }
}

async function readOpened(file: FileHandle): Promise<ReadBytes> {
  const stats = await file.stat();
  if (!stats.isFile()) return { kind: 'refused', reason: 'it is not a regular file' };
  if (stats.size > FILE_BYTES_MAX) return { kind: 'refused', reason: tooLarge(stats.size) };
  const bytes = await file.readFile();
  const grown = bytes.length > FILE_BYTES_MAX;
  return grown ? { kind: 'refused', reason: tooLarge(bytes.length) } : { kind: 'read', bytes };
}

function tooLarge(size: number): string {
  const mebibytes = (size / 1024 / 1024).toFixed(1);
  return `it has ${mebibytes} MiB, and a file may have ${FILE_BYTES_MAX / 1024 / 1024} MiB at most`;
}
