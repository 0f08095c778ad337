import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { selectFiles } from '../../../../src/adapters/config/select-files.ts';
import { MountWarnings } from '../../../../src/adapters/config/watch/mount-warnings.ts';
import type { ConfigurationNotice } from '../../../../src/ports/configuration-watch.ts';
import { createHurriedClock } from '../../../support/hurried-clock.ts';
import { workspace } from '../../../support/workspace.ts';
import { ConfigMap } from './config-map.ts';
import { fileOf, watching } from './watching.ts';

describe('a file that Kubernetes never updates', () => {
  it('is warned of once, and so is another one that appears later', async () => {
    const root = workspace({ 'config/a.yaml': '', 'config/b.yaml': '' });
    const { files } = await selectFiles(['config'], root);
    const notices: ConfigurationNotice[] = [];
    let table = '';
    const warnings = new MountWarnings(
      (notice) => notices.push(notice),
      () => Promise.resolve(table),
    );
    for (const { realPath } of files) {
      table += `1 1 254:1 /x ${realPath} ro - ext4 /dev/vda1 rw\n`;
      await warnings.check(files);
      await warnings.check(files);
    }
    expect(notices.map(({ message }) => message)).toEqual([
      "'config/a.yaml' is mounted by itself, as with subPath: Kubernetes never updates it; mount the whole folder",
      "'config/b.yaml' is mounted by itself, as with subPath: Kubernetes never updates it; mount the whole folder",
    ]);
  });

  it('is warned of when it is really mounted by itself', async ({ skip }) => {
    skip(!mayMount(), 'only root may mount: run this test as root to see it');
    const root = workspace();
    const map = new ConfigMap(join(root, 'volume'), { 'a.yaml': fileOf('a1') });
    mkdirSync(join(root, 'config'));
    writeFileSync(join(root, 'config/a.yaml'), '');
    system('mount', ['--bind', join(root, 'volume/a.yaml'), join(root, 'config/a.yaml')]);
    onTestFinished(() => void system('umount', [join(root, 'config/a.yaml')]));
    const { watch, notices, domains } = watching(root, createHurriedClock());
    await watch.refresh();
    map.publish({ 'a.yaml': fileOf('a2') });
    await watch.refresh();
    await watch.refresh();
    expect(domains()).toEqual(['a1.example']);
    expect(notices.filter(({ event }) => event === 'configuration-never-updated')).toEqual([
      {
        event: 'configuration-never-updated',
        level: 'warn',
        message:
          "'config/a.yaml' is mounted by itself, as with subPath: Kubernetes never updates it; mount the whole folder",
      },
    ]);
  });
});

function mayMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const root = workspace({ a: '', b: '' });
  try {
    system('mount', ['--bind', join(root, 'a'), join(root, 'b')]);
    system('umount', [join(root, 'b')]);
    return true;
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    return false;
  }
}

function system(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'ignore' });
}
