import { lstat, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { placeOf, selectsFile } from '../adapters/config/selects-file.ts';
import type { SourceFile } from '../adapters/config/source-file.ts';
import { errorReason } from '../adapters/config/system-error.ts';
import { writeWholeFile } from '../adapters/config/write-config-file.ts';
import { variableNamesIn } from '../adapters/config/write-config-variables.ts';
import type { Context } from './context.ts';
import { UsageError } from './exit-code.ts';
import type { ConfigurationOrigin } from './import-account-choice.ts';

/** The flags that say where results go. */
export interface FileChoice {
  readonly out?: string;
  readonly varsOut?: string;
  readonly plainUrls?: boolean;
  readonly force?: boolean;
}

const READABLE_MODE = 0o644;
const LOST_SHOWN_MAX = 10;
const PRIVATE_MODE = 0o600;

/** Refuses, before the first request, what could not be written after the last one. */
export async function checkFiles(
  { workingDirectory }: Context,
  { out, varsOut, plainUrls, force }: FileChoice,
): Promise<void> {
  if (varsOut !== undefined && plainUrls === true) {
    throw new UsageError(
      "'--vars-out' keeps credentials out of the configuration, '--plain-urls' puts them in: leave one out",
    );
  }
  const paths = [out, varsOut].filter((path) => path !== undefined);
  const absolute = paths.map((path) => resolve(workingDirectory, path));
  if (absolute.length === 2 && absolute[0] === absolute[1]) {
    throw new UsageError("'--out' and '--vars-out' name the same file");
  }
  for (const path of force === true ? [] : paths) {
    if (await isThere(resolve(workingDirectory, path))) throw alreadyThere(path);
  }
}

/** Where the written file will stand among the files that define the account. */
export interface Standing {
  /** The files it will stand beside, as parts of one configuration. None, if it is a whole one. */
  readonly neighbours: readonly SourceFile[];
  /** The file in whose place it will stand. */
  readonly replaced: SourceFile | undefined;
}

export async function standingOf(
  { workingDirectory }: Context,
  { out }: FileChoice,
  { paths, files }: ConfigurationOrigin,
): Promise<Standing> {
  const alone = { neighbours: [], replaced: undefined };
  if (out === undefined) return alone;
  const place = await placeOf(resolve(workingDirectory, out));
  if (!(await selectsFile({ paths, workingDirectory }, place))) return alone;
  const places = await Promise.all(files.map(({ name }) => placeOf(resolve(workingDirectory, name))));
  const [replaced] = files.filter((_, index) => places[index] === place);
  return { neighbours: files.filter((file) => file !== replaced), replaced };
}

export async function writeFiles(
  { workingDirectory }: Context,
  { out, varsOut, force = false }: FileChoice,
  texts: { readonly configuration: string; readonly variables: string | undefined },
): Promise<void> {
  const write = async (path: string, text: string, mode: number) => {
    const problem = await writeWholeFile({
      path: resolve(workingDirectory, path),
      text,
      mode,
      replace: force,
    });
    if (problem !== undefined) throw new UsageError(`Cannot write '${path}': ${problem}`);
  };
  if (varsOut !== undefined && texts.variables !== undefined) {
    await refuseLoss(workingDirectory, varsOut, texts.variables);
    await write(varsOut, texts.variables, PRIVATE_MODE);
  }
  if (out !== undefined) await write(out, texts.configuration, READABLE_MODE);
}

/** The file may hold the credentials of another account, and they may stand nowhere else. */
async function refuseLoss(workingDirectory: string, varsOut: string, text: string): Promise<void> {
  const kept = new Set(variableNamesIn(text));
  const before = await textOf(resolve(workingDirectory, varsOut)).catch((error: unknown) => {
    throw new UsageError(`Cannot read '${varsOut}', which would be replaced: ${errorReason(error)}`);
  });
  const lost = variableNamesIn(before).filter((name) => !kept.has(name));
  if (lost.length === 0) return;
  const more = lost.length > LOST_SHOWN_MAX ? ` and ${lost.length - LOST_SHOWN_MAX} more` : '';
  throw new UsageError(
    `'${varsOut}' sets ${lost.slice(0, LOST_SHOWN_MAX).join(', ')}${more}, which would be lost: choose another file for --vars-out; nothing was written`,
  );
}

/** Nothing of what is no regular file, or not there. */
async function textOf(path: string): Promise<string> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() === true ? readFile(path, 'utf8') : '';
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function alreadyThere(path: string): UsageError {
  return new UsageError(
    `'${path}' is there already, and stays as it is: choose another file, or add --force`,
  );
}
