import { dirname } from 'node:path';
import type { SelectedFile } from '../select-files.ts';

/** A mounted folder or file, from the mount table of a process: proc(5), `/proc/[pid]/mountinfo`. */
export interface Mount {
  /** What is mounted: a path inside its file system. */
  readonly root: string;
  readonly mountPoint: string;
}

export function parseMountTable(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, , , root, mountPoint] = line.split(' ').map(unescaped);
    return root === undefined || mountPoint === undefined ? [] : [{ root, mountPoint }];
  });
}

/** Space, tab, newline and backslash are written as three octal digits. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/**
 * What keeps the content it was mounted with: files as the user names them, and folders. With `subPath`, Kubernetes
 * mounts a file, or a folder of a ConfigMap, from the generation of that moment (`..2026_01_01_…`), and never again.
 */
export function frozenMounts(files: readonly SelectedFile[], mounts: readonly Mount[]): ReadonlySet<string> {
  // The last mount on a point hides those before it.
  const roots = new Map(mounts.map(({ mountPoint, root }) => [mountPoint, root]));
  const frozen = new Set<string>();
  for (const { name, realPath } of files) {
    const above = mountAbove(realPath, roots);
    if (roots.has(realPath)) frozen.add(name);
    else if (isGeneration(roots.get(above))) frozen.add(above);
  }
  return frozen;
}

function mountAbove(path: string, roots: ReadonlyMap<string, string>): string {
  let folder = dirname(path);
  while (!roots.has(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

function isGeneration(root: string | undefined): boolean {
  return root?.split('/').some((part) => /^\.\.\d{4}_/.test(part)) ?? false;
}
