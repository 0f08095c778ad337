import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, errorReason } from './system-error.ts';

export interface FileToWrite {
  /** Absolute. Folders on the way are made. */
  readonly path: string;
  readonly text: string;
  /** 0o600 for what nobody else may read. */
  readonly mode: number;
  /** Whether a file that is there already may be replaced. */
  readonly replace: boolean;
}

/**
 * Writes a file that is either whole or not there, whatever happens meanwhile. Answers why it could not, or nothing if
 * it could. Without `replace` a file that is there stays, also one that appeared a moment ago.
 */
export async function writeWholeFile({
  path,
  text,
  mode,
  replace,
}: FileToWrite): Promise<string | undefined> {
  const draft = `${path}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    return `its folder cannot be made: ${errorReason(error)}`;
  }
  try {
    await rm(draft, { force: true });
    await writeFile(draft, text, { mode, flag: 'wx' });
    // A new link to a name that is taken is refused; a rename would take its place.
    await (replace ? rename(draft, path) : link(draft, path));
    return undefined;
  } catch (error) {
    return errorCode(error) === 'EEXIST' ? 'it is there already' : errorReason(error);
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
