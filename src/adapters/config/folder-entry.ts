import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { errorCode } from './system-error.ts';

/**
 * What a name in a folder stands for.
 *
 * | kind       | meaning                                                              |
 * |------------|----------------------------------------------------------------------|
 * | `file`     | a regular file                                                       |
 * | `folder`   | a folder                                                             |
 * | `special`  | a pipe, socket or device, which must not even be opened              |
 * | `outside`  | a symbolic link that leaves the folder the user named                |
 * | `dangling` | a symbolic link to nothing, or one that goes round in a circle       |
 */
export type EntryKind = 'file' | 'folder' | 'special' | 'outside' | 'dangling';

export interface FolderEntry {
  readonly name: string;
  /** The path with symbolic links as they are. */
  readonly path: string;
  /** The path with symbolic links resolved; empty for `dangling`. */
  readonly realPath: string;
  readonly kind: EntryKind;
}

/**
 * The entries of a folder, sorted by name. Names that start with a dot are left out: editor files, and the `..data`
 * and `..2026_…` that Kubernetes keeps beside the files of a mounted ConfigMap.
 */
export async function listFolder(folder: string, realRoot: string): Promise<readonly FolderEntry[]> {
  const [realFolder, entries] = await Promise.all([
    realpath(folder),
    readdir(folder, { withFileTypes: true }),
  ]);
  const visible = entries.filter((entry) => !entry.name.startsWith('.'));
  visible.sort((a, b) => (a.name < b.name ? -1 : 1));
  return Promise.all(
    visible.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) return followLink(entry.name, path, realRoot);
      return { name: entry.name, path, realPath: join(realFolder, entry.name), kind: kindOf(entry) };
    }),
  );
}

async function followLink(name: string, path: string, realRoot: string): Promise<FolderEntry> {
  try {
    const realPath = await realpath(path);
    const inside = realPath === realRoot || realPath.startsWith(realRoot === sep ? sep : realRoot + sep);
    return { name, path, realPath, kind: inside ? kindOf(await stat(realPath)) : 'outside' };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error))) {
      return { name, path, realPath: '', kind: 'dangling' };
    }
    throw error;
  }
}

function kindOf(entry: Pick<Dirent, 'isFile' | 'isDirectory'>): EntryKind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'special';
}
