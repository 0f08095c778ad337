import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { ConfigurationError } from '../../../ports/configuration-source.ts';
import { type SelectedFile, selectFiles } from '../select-files.ts';
import { errorCode } from '../system-error.ts';

const FILES_AT_ONCE = 64;

/** What the files look like from outside, without a look into them. */
export interface Survey {
  /** Equal while no file was touched, replaced, added or removed, as far as the file system tells. */
  readonly signature: string;
  readonly files: readonly SelectedFile[];
  /** Where files may appear or be swapped; absolute paths. */
  readonly folders: readonly string[];
}

/** Looks at the files that `--config` means. Ten times cheaper than reading them. */
export async function surveyFiles(paths: readonly string[], workingDirectory: string): Promise<Survey> {
  const hash = createHash('sha256');
  try {
    const { files, generations, folders, problems } = await selectFiles(paths, workingDirectory);
    hash.update(JSON.stringify([generations, folders, problems]));
    for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
      const batch = files.slice(start, start + FILES_AT_ONCE);
      hash.update((await Promise.all(batch.map(traceOf))).join('\n'));
    }
    return { signature: hash.digest('hex'), files, folders };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    hash.update(JSON.stringify(error.diagnostics));
    return { signature: hash.digest('hex'), files: [], folders: [] };
  }
}

/** No program can set the ctime, so a file that is written anew with its old size and mtime is told apart by it. */
async function traceOf({ name, realPath }: SelectedFile): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(realPath, { bigint: true });
    return [name, realPath, dev, ino, size, mtimeNs, ctimeNs].join('\0');
  } catch (error) {
    return [name, realPath, errorCode(error)].join('\0');
  }
}
