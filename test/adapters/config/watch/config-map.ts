import {
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * A folder into which a ConfigMap is mounted, written as the kubelet's AtomicWriter does it: a new folder with a time in
 * its name, a link `..data_tmp` to it, renamed over `..data` in one step; links to `..data/NAME` that users see; what is
 * no longer wanted is removed last.
 */
export class ConfigMap {
  readonly folder: string;
  #written = 0;

  constructor(folder: string, files: Readonly<Record<string, string>>) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.publish(files);
  }

  publish(files: Readonly<Record<string, string>>): void {
    this.#written += 1;
    const data = `..2026_11_21_20_45_${String(this.#written).padStart(2, '0')}.3141592653`;
    mkdirSync(join(this.folder, data));
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(this.folder, data, name), content);
    const before = this.#target();
    symlinkSync(data, join(this.folder, '..data_tmp'));
    renameSync(join(this.folder, '..data_tmp'), join(this.folder, '..data'));
    const links = readdirSync(this.folder).filter((name) => !name.startsWith('..'));
    for (const name of Object.keys(files)) {
      if (!links.includes(name)) symlinkSync(`..data/${name}`, join(this.folder, name));
    }
    for (const name of links) if (!(name in files)) rmSync(join(this.folder, name));
    if (before !== undefined) rmSync(join(this.folder, before), { recursive: true });
  }

  #target(): string | undefined {
    return readdirSync(this.folder).includes('..data')
      ? readlinkSync(join(this.folder, '..data'))
      : undefined;
  }
}
