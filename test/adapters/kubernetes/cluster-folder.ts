import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../../support/workspace.ts';

/** A folder like the one that a pod finds its service account in; files given as `undefined` are missing. */
export function serviceAccountFolder(files: Readonly<Record<string, string | undefined>> = {}): string {
  const folder = workspace();
  const all = { token: 'token-1\n', 'ca.crt': 'PEM', namespace: 'prod', ...files };
  for (const [name, text] of Object.entries(all)) {
    if (text !== undefined) writeFileSync(join(folder, name), text);
  }
  return folder;
}
