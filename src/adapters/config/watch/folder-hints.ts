import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from '../system-error.ts';

/** Each watched folder takes memory of the kernel, and the user has a limited number. */
const FOLDERS_MAX = 512;

export interface FolderWatcher {
  on(event: 'error', listener: () => void): unknown;
  close(): void;
}

export type WatchFolder = (
  folder: string,
  options: { readonly persistent: false },
  listener: () => void,
) => FolderWatcher;

export interface FolderHintsOptions {
  /** Something may have changed. */
  readonly onHint: () => void;
  /** Some folder cannot be watched, and why; called once. */
  readonly onLimit: (reason: string) => void;
  readonly watchFolder?: WatchFolder;
}

interface Watched {
  /** Which folder it is, whatever lies at its path by now. */
  readonly identity: string;
  readonly watcher: FolderWatcher;
}

/**
 * Tells that something may have changed in folders. A hint comes at once or never: a watch stays with the folder it was
 * set on when another takes its place, and network folders tell nothing. So hints only bring a look at the files
 * forward, and with each look the watches are set anew where needed.
 */
export class FolderHints {
  readonly #options: FolderHintsOptions;
  readonly #watched = new Map<string, Watched>();
  #limited = false;

  constructor(options: FolderHintsOptions) {
    this.#options = options;
  }

  /** Watches these folders and no others. A folder that is watched from now on may have changed just before: a hint. */
  async watch(folders: readonly string[]): Promise<void> {
    if (folders.length > FOLDERS_MAX) this.#limit(`there are more than ${FOLDERS_MAX} folders`);
    const wanted = new Set(folders.slice(0, FOLDERS_MAX));
    for (const folder of this.#watched.keys()) if (!wanted.has(folder)) this.#stop(folder);
    for (const folder of wanted) {
      const identity = await identityOf(folder);
      if (this.#watched.get(folder)?.identity === identity) continue;
      this.#stop(folder);
      if (identity !== undefined) this.#start(folder, identity);
    }
  }

  close(): void {
    for (const folder of this.#watched.keys()) this.#stop(folder);
  }

  #start(folder: string, identity: string): void {
    const { onHint, watchFolder = watch } = this.#options;
    try {
      const watcher = watchFolder(folder, { persistent: false }, onHint);
      watcher.on('error', () => this.#stop(folder));
      this.#watched.set(folder, { identity, watcher });
      onHint();
    } catch (error) {
      // Removed since the look at it, or closed to us: the next look tells.
      const reason = LIMITS.get(errorCode(error));
      if (reason !== undefined) this.#limit(reason);
    }
  }

  #stop(folder: string): void {
    this.#watched.get(folder)?.watcher.close();
    this.#watched.delete(folder);
  }

  #limit(reason: string): void {
    if (!this.#limited) this.#options.onLimit(reason);
    this.#limited = true;
  }
}

/** What the kernel answers when it keeps no more watches: inotify(7). */
const LIMITS: ReadonlyMap<string, string> = new Map([
  ['EMFILE', 'the limit fs.inotify.max_user_instances, or that of open files, is reached'],
  ['ENFILE', 'the limit of open files is reached'],
  ['ENOSPC', 'the limit fs.inotify.max_user_watches is reached'],
  ['ENOSYS', 'the system tells of no changes'],
]);

/** The number of a removed folder is often given to the next one, so the time of its birth is part of it. */
async function identityOf(folder: string): Promise<string | undefined> {
  try {
    const { dev, ino, birthtimeNs } = await stat(folder, { bigint: true });
    return `${dev}:${ino}:${birthtimeNs}`;
  } catch {
    return undefined;
  }
}
