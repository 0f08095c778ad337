import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { GenerationOptions } from './generation.ts';
import {
  ANY_LEVELS,
  EVERYTHING_BELOW,
  isPathPattern,
  matchesLevel,
  parsePathPattern,
} from './path-pattern.ts';

/**
 * Whether a file that may not be there yet would be among those that `--config` means. The place is absolute, and links
 * in it are resolved, as `placeOf` does it.
 */
export async function selectsFile(
  { paths, workingDirectory }: Pick<GenerationOptions, 'paths' | 'workingDirectory'>,
  place: string,
): Promise<boolean> {
  for (const path of paths) {
    if (await selects(path, workingDirectory, place)) return true;
  }
  return false;
}

/** Where a file lies or will lie: links of the folders on the way resolved, but not its own, as it is what is replaced. */
export async function placeOf(path: string): Promise<string> {
  const folder = dirname(path);
  return join(
    await realpath(folder).catch(() => (folder === path ? folder : placeOf(folder))),
    basename(path),
  );
}

async function selects(path: string, workingDirectory: string, place: string): Promise<boolean> {
  const absolute = resolve(workingDirectory, path);
  const stats = await stat(absolute).catch(() => undefined);
  if (stats?.isDirectory() === true) return matchesBelow(absolute, EVERYTHING_BELOW, place);
  if (stats !== undefined || !isPathPattern(path)) return (await placeOf(absolute)) === place;
  const { base, levels } = parsePathPattern(path);
  return matchesBelow(resolve(workingDirectory, base), levels, place);
}

async function matchesBelow(base: string, levels: readonly string[], place: string): Promise<boolean> {
  const names = relative(await realpath(base).catch(() => base), place).split(sep);
  // Searches pass over hidden names; `..` leads out of the folder.
  const isHidden = names.some((name) => name.startsWith('.'));
  return !isHidden && /\.ya?ml$/.test(place) && matchesLevels(levels, names);
}

function matchesLevels([level, ...rest]: readonly string[], names: readonly string[]): boolean {
  const [name, ...below] = names;
  if (level === undefined) return name === undefined;
  if (level === ANY_LEVELS)
    return matchesLevels(rest, names) || (name !== undefined && matchesLevels([level, ...rest], below));
  return name !== undefined && matchesLevel(level, name) && matchesLevels(rest, below);
}
