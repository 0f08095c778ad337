import type { Stats } from 'node:fs';
import { readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigurationError, type Diagnostic } from '../../ports/configuration-source.ts';
import { type FolderEntry, listFolder } from './folder-entry.ts';
import {
  ANY_LEVELS,
  EVERYTHING_BELOW,
  isPathPattern,
  matchesLevel,
  parsePathPattern,
} from './path-pattern.ts';
import { errorCode, errorReason } from './system-error.ts';

const FILES_MAX = 10_000;

export interface SelectedFile {
  /** As the user would name it. */
  readonly name: string;
  /** The name without what the user typed before it: equal wherever the folder lies. */
  readonly relativeName: string;
  /** Absolute path of the folder the user would find it in. */
  readonly folder: string;
  /** What is opened: the file itself, whatever its symbolic links point to a moment later. */
  readonly realPath: string;
}

export interface Selection {
  /** Sorted by name, each file once. */
  readonly files: readonly SelectedFile[];
  /** Where the `..data` link of each folder points, which Kubernetes swaps to publish a new generation. */
  readonly generations: readonly string[];
  /** Why the selection must not be used. */
  readonly problems: readonly Diagnostic[];
}

/** Finds the files that `--config` means: files, folders (every `*.yaml` and `*.yml` below) and patterns. */
export async function selectFiles(paths: readonly string[], workingDirectory: string): Promise<Selection> {
  const selector = new Selector(workingDirectory);
  for (const path of paths) await selector.add(path);
  return selector.selection();
}

/** A folder being searched: as named by the user, and where it is. */
interface SearchedFolder {
  readonly name: string;
  readonly relativeName: string;
  readonly path: string;
  readonly realRoot: string;
}

class Selector {
  readonly #workingDirectory: string;
  readonly #files = new Map<string, SelectedFile>();
  readonly #generations = new Map<string, string>();
  readonly #problems: Diagnostic[] = [];
  /** Folders already searched for a number of levels, so that links to a folder above end. */
  #searched = new Set<string>();

  constructor(workingDirectory: string) {
    this.#workingDirectory = workingDirectory;
  }

  selection(): Selection {
    return {
      files: [...this.#files.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      generations: [...this.#generations].map(([folder, target]) => `${folder} ${target}`).sort(),
      problems: this.#problems,
    };
  }

  async add(path: string): Promise<void> {
    try {
      await this.#addNamed(path);
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      this.#problem(`cannot read '${path}': ${errorReason(error)}`);
    }
  }

  async #addNamed(path: string): Promise<void> {
    const absolute = resolve(this.#workingDirectory, path);
    const stats = await statIfThere(absolute);
    if (stats?.isFile()) return this.#addNamedFile(path, absolute);
    if (stats?.isDirectory()) return this.#search(path, path, EVERYTHING_BELOW);
    if (stats !== undefined)
      return this.#problem(`'${path}' is neither a file nor a folder: it was not opened`);
    if (!isPathPattern(path)) {
      return this.#problem(`cannot read '${path}': there is no such file or folder`);
    }
    const { base, levels } = parsePathPattern(path);
    return this.#search(path, base, levels);
  }

  async #addNamedFile(name: string, path: string): Promise<void> {
    const realPath = await realpath(path);
    await this.#noteGeneration(dirname(path));
    this.#addFile({ name: join(name), relativeName: basename(path), folder: dirname(path), realPath });
  }

  async #search(named: string, base: string, levels: readonly string[]): Promise<void> {
    const path = resolve(this.#workingDirectory, base);
    const problemsBefore = this.#problems.length;
    this.#searched = new Set();
    const folder = { name: join(base), relativeName: '', path, realRoot: await realpath(path) };
    const found = await this.#searchFolder(folder, levels);
    if (found > 0 || this.#problems.length > problemsBefore) return;
    const what = isPathPattern(named) ? `'${named}' matches` : `the folder '${named}' holds`;
    this.#problem(`${what} no *.yaml or *.yml file`);
  }

  /** Adds what matches in a folder and below; answers how many files that were. */
  async #searchFolder(folder: SearchedFolder, levels: readonly string[]): Promise<number> {
    const [level = '', ...rest] = levels;
    const key = `${await realpath(folder.path)}\0${levels.length}`;
    if (this.#searched.has(key)) return 0;
    this.#searched.add(key);
    await this.#noteGeneration(folder.path);
    let found = level === ANY_LEVELS ? await this.#searchFolder(folder, rest) : 0;
    for (const entry of await listFolder(folder.path, folder.realRoot)) {
      if (level === ANY_LEVELS) found += await this.#searchBelow(folder, entry, levels);
      else if (!matchesLevel(level, entry.name)) continue;
      else if (rest.length === 0) found += this.#addEntry(folder, entry);
      else found += await this.#searchBelow(folder, entry, rest);
    }
    return found;
  }

  async #searchBelow(folder: SearchedFolder, entry: FolderEntry, levels: readonly string[]): Promise<number> {
    if (entry.kind !== 'folder') return 0;
    const name = join(folder.name, entry.name);
    const relativeName = join(folder.relativeName, entry.name);
    return this.#searchFolder({ ...folder, name, relativeName, path: entry.path }, levels);
  }

  #addEntry(folder: SearchedFolder, entry: FolderEntry): number {
    if (entry.kind === 'folder' || !/\.ya?ml$/.test(entry.name)) return 0;
    const name = join(folder.name, entry.name);
    if (entry.kind !== 'file') {
      this.#problem(`'${name}' ${REFUSALS[entry.kind]}`);
      return 0;
    }
    const relativeName = join(folder.relativeName, entry.name);
    this.#addFile({ name, relativeName, folder: folder.path, realPath: entry.realPath });
    return 1;
  }

  #addFile(file: SelectedFile): void {
    if (!this.#files.has(file.realPath)) this.#files.set(file.realPath, file);
    if (this.#files.size <= FILES_MAX) return;
    throw new ConfigurationError([
      {
        message: `there are more than ${FILES_MAX} configuration files`,
        hint: 'put several domains into one file',
      },
    ]);
  }

  async #noteGeneration(folder: string): Promise<void> {
    if (this.#generations.has(folder)) return;
    this.#generations.set(folder, await readlink(join(folder, '..data')).catch(() => ''));
  }

  #problem(message: string): void {
    this.#problems.push({ message });
  }
}

const REFUSALS = {
  special: 'is neither a file nor a folder: it was not opened',
  outside: 'is a symbolic link that leaves the folder: name the file itself if it is meant',
  dangling: 'is a symbolic link that leads nowhere',
} as const;

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
