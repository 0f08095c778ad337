import { readlink } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { isPathPattern, parsePathPattern } from '../path-pattern.ts';

/** The `linkFolders` of everything that the user named. */
export async function namedFolders(
  paths: readonly string[],
  workingDirectory: string,
): Promise<readonly string[]> {
  const named = paths.map((path) => (isPathPattern(path) ? parsePathPattern(path).base : path));
  const folders = await Promise.all(named.map((path) => linkFolders(resolve(workingDirectory, path))));
  return [...new Set(folders.flat())];
}

/** As many as Linux follows. */
const LINKS_MAX = 40;

/**
 * The folder a path lies in, and the folders of all symbolic links on the way to it: where the path may come to mean
 * something else. git-sync swaps `current` in `/git`, for a path such as `/git/current/config`.
 */
async function linkFolders(path: string): Promise<readonly string[]> {
  const folders = new Set([dirname(path)]);
  let at: string = sep;
  let rest = partsOf(path);
  for (let links = 0; links < LINKS_MAX; ) {
    const [name, ...after] = rest;
    if (name === undefined) break;
    const next = join(at, name);
    const target = await readlink(next).catch(() => undefined);
    if (target === undefined) {
      at = next;
      rest = after;
    } else {
      folders.add(at);
      rest = [...partsOf(resolve(at, target)), ...after];
      at = sep;
      links += 1;
    }
  }
  return [...folders];
}

function partsOf(path: string): readonly string[] {
  return path.split(sep).filter((part) => part !== '');
}
