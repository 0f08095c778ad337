import type { Stats } from 'node:fs';
import { readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigurationError, type Diagnostic } from '../../ports/configuration-source.ts';
import { isSurelyFile, useOf } from './entry-use.ts';
import { type FolderEntry, type Listing, listFolder } from './folder-entry.ts';
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
  /** Absolute paths of every folder that was searched, and of those that files named by the user lie in; sorted. */
  readonly folders: readonly string[];
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
  readonly #problems = new Set<string>();
  readonly #listings = new Map<string, Listing>();
  /** Folders already searched for a number of levels, so that links to a folder above end. */
  #searched = new Set<string>();

  constructor(workingDirectory: string) {
    this.#workingDirectory = workingDirectory;
  }

  selection(): Selection {
    return {
      files: [...this.#files.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      generations: [...this.#generations].map(([folder, target]) => `${folder} ${target}`).sort(),
      folders: [...this.#generations.keys()].sort(),
      problems: [...this.#problems].map((message) => ({ message })),
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
    this.#searched = new Set();
    const folder = { name: join(base), relativeName: '', path, realRoot: await realpath(path) };
    if ((await this.#searchFolder(folder, levels)) > 0) return;
    const what = isPathPattern(named) ? `'${named}' matches` : `the folder '${named}' holds`;
    this.#problem(`${what} no *.yaml or *.yml file`);
  }

  /** Adds what matches in a folder and below; answers how much that was, what is refused included. */
  async #searchFolder(folder: SearchedFolder, levels: readonly string[]): Promise<number> {
    const [level = '', ...rest] = levels;
    await this.#noteGeneration(folder.path);
    const listing = await this.#list(folder);
    if (listing === undefined) return 1;
    const { realPath, entries } = listing;
    const key = `${realPath}\0${levels.length}`;
    if (this.#searched.has(key)) return 0;
    this.#searched.add(key);
    let found = level === ANY_LEVELS ? await this.#searchFolder(folder, rest) : 0;
    for (const entry of entries) {
      if (level === ANY_LEVELS) found += await this.#searchBelow(folder, entry, levels);
      else if (!matchesLevel(level, entry.name)) continue;
      else if (rest.length === 0) found += this.#addEntry(folder, entry);
      else found += await this.#searchBelow(folder, entry, rest);
    }
    return found;
  }

  /** Each folder is listed once, though `**` searches it for files and for folders. */
  async #list({ name, path, realRoot }: SearchedFolder): Promise<Listing | undefined> {
    const key = `${realRoot}\0${path}`;
    try {
      const listing = this.#listings.get(key) ?? (await listFolder(path, realRoot));
      this.#listings.set(key, listing);
      return listing;
    } catch (error) {
      this.#problem(`cannot read '${name}': ${errorReason(error)}`);
      return undefined;
    }
  }

  async #searchBelow(folder: SearchedFolder, entry: FolderEntry, levels: readonly string[]): Promise<number> {
    if (isSurelyFile(entry)) return 0;
    if (entry.kind !== 'folder') return this.#addEntry(folder, entry);
    const name = join(folder.name, entry.name);
    const relativeName = join(folder.relativeName, entry.name);
    return this.#searchFolder({ ...folder, name, relativeName, path: entry.path }, levels);
  }

  #addEntry(folder: SearchedFolder, entry: FolderEntry): number {
    const use = useOf(entry);
    if (use === 'search' || use === 'pass-over') return 0;
    const name = join(folder.name, entry.name);
    if (use !== 'read') {
      this.#problem(`'${name}' ${use.refusal}`);
      return 1;
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
    this.#problems.add(message);
  }
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
