import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { errorCode } from './system-error.ts';

/**
 * What a name in a folder stands for.
 *
 * | kind             | meaning                                                              |
 * |------------------|----------------------------------------------------------------------|
 * | `file`           | a regular file                                                       |
 * | `folder`         | a folder                                                             |
 * | `special`        | a pipe, socket or device, which must not even be opened              |
 * | `outside-file`   | a symbolic link that leaves the folder the user named                |
 * | `outside-folder` | the same, to a folder                                                |
 * | `dangling`       | a symbolic link to nothing, or one that goes round in a circle       |
 * | `closed`         | a symbolic link that cannot be followed, for want of permission      |
 */
export type EntryKind =
  | 'file'
  | 'folder'
  | 'special'
  | 'outside-file'
  | 'outside-folder'
  | 'dangling'
  | 'closed';

export interface FolderEntry {
  readonly name: string;
  /** The path with symbolic links as they are. */
  readonly path: string;
  /** The path with symbolic links resolved; empty for `dangling` and `closed`. */
  readonly realPath: string;
  readonly kind: EntryKind;
}

export interface Listing {
  /** The path of the folder with symbolic links resolved. */
  readonly realPath: string;
  readonly entries: readonly FolderEntry[];
}

/**
 * The entries of a folder, sorted by name. Names that start with a dot are left out: editor files, and the `..data`
 * and `..2026_…` that Kubernetes keeps beside the files of a mounted ConfigMap.
 */
export async function listFolder(folder: string, realRoot: string): Promise<Listing> {
  // One after the other: a link to the folder may be swapped meanwhile, and names must not mix with another path.
  const realFolder = await realpath(folder);
  const entries = await readdir(realFolder, { withFileTypes: true });
  const visible = entries.filter((entry) => !entry.name.startsWith('.'));
  visible.sort((a, b) => (a.name < b.name ? -1 : 1));
  const followed = visible.map((entry) => {
    const path = join(folder, entry.name);
    const realPath = join(realFolder, entry.name);
    if (entry.isSymbolicLink()) return followLink({ name: entry.name, path, realPath }, realRoot);
    return { name: entry.name, path, realPath, kind: kindOf(entry) };
  });
  return { realPath: realFolder, entries: await Promise.all(followed) };
}

const UNFOLLOWED: ReadonlyMap<string, EntryKind> = new Map([
  ['ENOENT', 'dangling'],
  ['ENOTDIR', 'dangling'],
  ['ELOOP', 'dangling'],
  ['EACCES', 'closed'],
  ['EPERM', 'closed'],
]);

async function followLink(
  { name, path, realPath: link }: Omit<FolderEntry, 'kind'>,
  realRoot: string,
): Promise<FolderEntry> {
  try {
    const realPath = await realpath(link);
    const inside = realPath === realRoot || realPath.startsWith(realRoot === sep ? sep : realRoot + sep);
    const stats = await stat(realPath);
    const outside = stats.isDirectory() ? 'outside-folder' : 'outside-file';
    return { name, path, realPath, kind: inside ? kindOf(stats) : outside };
  } catch (error) {
    const kind = UNFOLLOWED.get(errorCode(error));
    if (kind === undefined) throw error;
    return { name, path, realPath: '', kind };
  }
}

function kindOf(entry: Pick<Dirent, 'isFile' | 'isDirectory'>): EntryKind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'special';
}
