import { readFile } from 'node:fs/promises';
import type { ConfigurationNotice } from '../../../ports/configuration-watch.ts';
import type { SelectedFile } from '../select-files.ts';
import { frozenMounts, parseMountTable } from './frozen-mounts.ts';

/** Warns once of each file or folder that Kubernetes will never update. */
export class MountWarnings {
  readonly #notify: (notice: ConfigurationNotice) => void;
  readonly #readMountTable: () => Promise<string>;
  readonly #told = new Set<string>();

  constructor(
    notify: (notice: ConfigurationNotice) => void,
    readMountTable: () => Promise<string> = readOwnMountTable,
  ) {
    this.#notify = notify;
    this.#readMountTable = readMountTable;
  }

  async check(files: readonly SelectedFile[]): Promise<void> {
    const mounts = parseMountTable(await this.#readMountTable());
    for (const name of frozenMounts(files, mounts)) {
      if (!this.#told.has(name)) this.#notify(neverUpdated(name));
      this.#told.add(name);
    }
  }
}

function neverUpdated(name: string): ConfigurationNotice {
  return {
    event: 'configuration-never-updated',
    level: 'warn',
    message: `'${name}' is mounted by itself, as with subPath: Kubernetes never updates it; mount the whole folder`,
  };
}

/** Only Linux has one, and only there is Kubernetes. */
function readOwnMountTable(): Promise<string> {
  return readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
}
