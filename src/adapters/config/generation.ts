import { createHash } from 'node:crypto';
import { ConfigurationError, type Diagnostic } from '../../ports/configuration-source.ts';
import { readBytes } from './read-bytes.ts';
import { type SelectedFile, type Selection, selectFiles } from './select-files.ts';
import type { SourceFile } from './source-file.ts';

const ATTEMPTS_MAX = 5;
const PAUSE_MS = 100;
const FILES_AT_ONCE = 32;
const TOTAL_BYTES_MAX = 256 * 1024 * 1024;

/** All files as they were at one moment. */
export interface Generation {
  /** Sorted by name. */
  readonly files: readonly SourceFile[];
  /** SHA-256 over the names and bytes of all files, whatever folder they lie in. */
  readonly digest: string;
}

export interface GenerationOptions {
  readonly paths: readonly string[];
  readonly workingDirectory: string;
  /** Waits before another attempt at files that are being changed. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Reads all files so that they belong together: listed and read twice with the same result, and every `..data` link
 * the same before and after. Anything else is being written at this moment, and is read again, a few times.
 *
 * Throws a `ConfigurationError` if a file cannot be read, if there is none, or if they never come to rest.
 */
export async function readGeneration(options: GenerationOptions): Promise<Generation> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const files = await readAtRest(options);
    if (files !== undefined) return { files: files.map(({ file }) => file), digest: digestOf(files) };
    if (attempt < ATTEMPTS_MAX) await options.pause(PAUSE_MS * attempt);
  }
  throw new ConfigurationError([
    {
      message: `the configuration files keep changing: ${ATTEMPTS_MAX} attempts to read them found no two alike`,
      hint: 'try again when the program that writes them has finished',
    },
  ]);
}

interface ReadFile {
  readonly file: SourceFile;
  readonly relativeName: string;
}

/** The files, or `undefined` if something moved meanwhile. Only what is wrong twice alike is really wrong. */
async function readAtRest(options: GenerationOptions): Promise<readonly ReadFile[] | undefined> {
  const before = await selectFiles(options.paths, options.workingDirectory);
  const first = await readAll(before.files);
  const after = await selectFiles(options.paths, options.workingDirectory);
  if (first === undefined || !sameSelection(before, after)) return undefined;
  const problems = [...before.problems, ...first.problems];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return (await allStillEqual(before.files, first.files)) ? first.files : undefined;
}

interface ReadFiles {
  readonly files: readonly ReadFile[];
  readonly problems: readonly Diagnostic[];
}

/** All files, or `undefined` if one of them is gone since they were selected. */
async function readAll(selected: readonly SelectedFile[]): Promise<ReadFiles | undefined> {
  const files: ReadFile[] = [];
  const problems: Diagnostic[] = [];
  let total = 0;
  for (const batch of batches(selected)) {
    const results = await Promise.all(batch.map(({ realPath }) => readBytes(realPath)));
    for (const [index, { name, folder, relativeName }] of batch.entries()) {
      const result = results[index];
      if (result === undefined || result.kind === 'gone') return undefined;
      if (result.kind === 'refused') problems.push({ message: `cannot read '${name}': ${result.reason}` });
      else files.push({ file: { name, folder, bytes: result.bytes }, relativeName });
      total += result.kind === 'read' ? result.bytes.length : 0;
    }
    if (total > TOTAL_BYTES_MAX) return { files, problems: [...problems, { message: tooMuch() }] };
  }
  return { files, problems };
}

function tooMuch(): string {
  return `the configuration files have more than ${TOTAL_BYTES_MAX / 1024 / 1024} MiB together`;
}

async function allStillEqual(
  selected: readonly SelectedFile[],
  first: readonly ReadFile[],
): Promise<boolean> {
  let start = 0;
  for (const batch of batches(selected)) {
    const again = await Promise.all(batch.map(({ realPath }) => readBytes(realPath)));
    const before = first.slice(start, start + batch.length);
    start += batch.length;
    const equal = before.every(({ file }, index) => {
      const result = again[index];
      return result?.kind === 'read' && Buffer.compare(file.bytes, result.bytes) === 0;
    });
    if (!equal) return false;
  }
  return true;
}

function sameSelection(a: Selection, b: Selection): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function* batches(selected: readonly SelectedFile[]): Generator<readonly SelectedFile[]> {
  for (let start = 0; start < selected.length; start += FILES_AT_ONCE) {
    yield selected.slice(start, start + FILES_AT_ONCE);
  }
}

/** The order of the files means nothing, so their digests are sorted. */
function digestOf(files: readonly ReadFile[]): string {
  const each = files.map(({ file, relativeName }) =>
    createHash('sha256').update(`${relativeName}\0`).update(file.bytes).digest('hex'),
  );
  return createHash('sha256').update(each.sort().join('\n')).digest('hex');
}
