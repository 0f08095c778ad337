import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createFileSource, type LoadedConfiguration } from '../../../src/adapters/config/file-source.ts';
import { ConfigurationError, type Diagnostic } from '../../../src/ports/configuration-source.ts';

export type FileContents = Readonly<Record<string, string | Uint8Array>>;

export interface LoadOptions {
  readonly paths?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** A new folder with these files in it, for the running test; folders in their names are made. */
export async function makeFolder(files: FileContents): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'mghooks-config-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await Promise.all(Object.entries(files).map(([name, content]) => writeIn(root, name, content)));
  return root;
}

export async function writeIn(root: string, name: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), content);
}

export function loadFrom(
  root: string,
  { paths = ['.'], variables = {} }: LoadOptions = {},
): Promise<LoadedConfiguration> {
  return createFileSource({
    paths,
    variables: new Map(Object.entries(variables)),
    workingDirectory: root,
  }).loadWithOrigins();
}

/** Loads files from a folder of their own. One text stands for a single file `config.yaml`. */
export async function load(
  files: FileContents | string,
  options?: LoadOptions,
): Promise<LoadedConfiguration> {
  return loadFrom(await makeFolder(typeof files === 'string' ? { 'config.yaml': files } : files), options);
}

async function diagnosticsFrom(root: string, options?: LoadOptions): Promise<readonly Diagnostic[]> {
  try {
    await loadFrom(root, options);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.diagnostics;
    throw error;
  }
}

/** What is wrong with the files; nothing if they are valid. */
export async function diagnosticsOf(
  files: FileContents | string,
  options?: LoadOptions,
): Promise<readonly Diagnostic[]> {
  return diagnosticsFrom(
    await makeFolder(typeof files === 'string' ? { 'config.yaml': files } : files),
    options,
  );
}

/** The same as lines of text: `file:line:column message (hint)`, the file left out if there is one file only. */
export async function errorsOf(
  files: FileContents | string,
  options?: LoadOptions,
): Promise<readonly string[]> {
  const diagnostics = await diagnosticsOf(files, options);
  return diagnostics.map(({ place, message, hint }) => {
    const file = typeof files === 'string' ? '' : `${place?.file}:`;
    const where = place === undefined ? '' : `${file}${place.line}:${place.column} `;
    return `${where}${message}${hint === undefined ? '' : ` (${hint})`}`;
  });
}

/** The part of a source line that a diagnostic underlines. */
export function underlined({ place, source }: Diagnostic): string {
  const start = (place?.column ?? 1) - 1;
  return [...(source?.line ?? '')].slice(start, start + (source?.length ?? 0)).join('');
}
