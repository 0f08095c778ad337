import { join } from 'node:path';
import type { Doubt } from '../../model/desired-state.ts';
import type { ConfigPart } from './config-part.ts';
import type { MergedFiles } from './resolve.ts';

/**
 * Why a part of these files, which are valid together, may be missing.
 *
 * | the configuration                                               | doubt                             |
 * |-----------------------------------------------------------------|-----------------------------------|
 * | a file without an end mark, unless its root is in braces        | `no-end-mark`: the rest may be gone |
 * | no accounts in it, and found in a folder or by a pattern        | `no-accounts`: a file may be gone |
 * | no accounts in it, and every file was named                     | none: a file that is gone is an error |
 */
export function doubtsAbout(
  parts: readonly ConfigPart[],
  { accounts }: Pick<MergedFiles, 'accounts'>,
  paths: readonly string[],
): readonly Doubt[] {
  const files = parts.map(({ file }) => file.name);
  const named = paths.every((path) => files.includes(join(path)));
  return [
    ...parts
      .filter(({ isWhole }) => !isWhole)
      .map(({ file }) => ({ kind: 'no-end-mark', file: file.name }) as const),
    ...(named || accounts.entries.size > 0 ? [] : [{ kind: 'no-accounts' } as const]),
  ];
}
