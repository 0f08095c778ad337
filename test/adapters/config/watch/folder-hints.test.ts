import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FolderHints, type WatchFolder } from '../../../../src/adapters/config/watch/folder-hints.ts';
import { workspace } from '../../../support/workspace.ts';
import { ConfigMap } from './config-map.ts';

function createHints(watchFolder?: WatchFolder) {
  const told = { hints: 0, limits: [] as string[] };
  const hints = new FolderHints({
    onHint: () => {
      told.hints += 1;
    },
    onLimit: (reason) => told.limits.push(reason),
    ...(watchFolder === undefined ? {} : { watchFolder }),
  });
  onTestFinished(() => hints.close());
  return { hints, told };
}

/** Waits until the action, repeated if need be, has brought a hint. */
async function expectHint(told: { hints: number }, action: () => void): Promise<void> {
  const before = told.hints;
  action();
  await vi.waitFor(() => expect(told.hints).toBeGreaterThan(before), { timeout: 5_000, interval: 5 });
}

describe('hints that something changed in folders', () => {
  it('come when a file is written, and when a ConfigMap is swapped again and again', async () => {
    const root = workspace();
    const map = new ConfigMap(join(root, 'config'), { 'a.yaml': 'a' });
    mkdirSync(join(root, 'other'));
    const { hints, told } = createHints();
    await hints.watch([map.folder, join(root, 'other')]);
    expect(told.hints).toBe(2);
    await expectHint(told, () => writeFileSync(join(root, 'other/b.yaml'), 'b'));
    for (const text of ['b', 'c', 'd']) await expectHint(told, () => map.publish({ 'a.yaml': text }));
    expect(told.limits).toEqual([]);
  });

  it('come from a folder that took the place of another, after the next look', async () => {
    const root = workspace({ 'config/a.yaml': 'a' });
    const config = join(root, 'config');
    const { hints, told } = createHints();
    await hints.watch([config]);
    renameSync(config, join(root, 'away'));
    mkdirSync(config);
    await expectHint(told, () => void hints.watch([config]));
    await expectHint(told, () => writeFileSync(join(config, 'b.yaml'), 'b'));
    rmSync(config, { recursive: true });
    await hints.watch([config]);
    mkdirSync(config);
    await expectHint(told, () => void hints.watch([config]));
    await expectHint(told, () => writeFileSync(join(config, 'c.yaml'), 'c'));
  });

  it('come from a folder that has the number of the one it replaced', async () => {
    const root = workspace({ 'config/a.yaml': 'a' });
    const config = join(root, 'config');
    const { hints, told } = createHints();
    await hints.watch([config]);
    const { ino } = statSync(config);
    // Not every file system gives a number again; on those that do, it takes a few attempts at most.
    for (let attempts = 0; attempts < 20; attempts += 1) {
      rmSync(config, { recursive: true });
      mkdirSync(config);
      if (statSync(config).ino === ino) break;
    }
    await hints.watch([config]);
    await expectHint(told, () => writeFileSync(join(config, 'b.yaml'), 'b'));
  });

  it('come no more from folders that are not wanted any longer', async () => {
    const root = workspace({ 'one/a': '', 'two/a': '' });
    const open = new Set<string>();
    const { hints } = createHints((folder) => {
      open.add(folder);
      return { on: () => undefined, close: () => open.delete(folder) };
    });
    await hints.watch([join(root, 'one'), join(root, 'two'), join(root, 'missing')]);
    expect([...open]).toEqual([join(root, 'one'), join(root, 'two')]);
    await hints.watch([join(root, 'two')]);
    expect([...open]).toEqual([join(root, 'two')]);
    hints.close();
    expect([...open]).toEqual([]);
  });

  it.each(['EMFILE', 'ENOSPC'])(
    'that the kernel has no room for (%s) are done without, which is said once',
    async (code) => {
      const root = workspace({ 'one/a': '', 'two/a': '' });
      const { hints, told } = createHints(() => {
        throw Object.assign(new Error(code), { code });
      });
      for (let looks = 0; looks < 3; looks += 1) await hints.watch([join(root, 'one'), join(root, 'two')]);
      expect(told.hints).toBe(0);
      expect(told.limits).toEqual([expect.stringContaining('fs.inotify.max_user_')]);
    },
  );

  it('are asked for from 512 folders at most', async () => {
    const root = workspace();
    const folders = Array.from({ length: 513 }, (_, n) => join(root, `${n}`));
    for (const folder of folders) mkdirSync(folder);
    let watched = 0;
    const { hints, told } = createHints(() => {
      watched += 1;
      return { on: () => undefined, close: () => undefined };
    });
    await hints.watch(folders);
    expect(watched).toBe(512);
    expect(told.limits).toEqual(['there are more than 512 folders']);
  });

  it('stop when a watch fails, and start again with the next look', async () => {
    const root = workspace({ 'one/a': '' });
    const failures: (() => void)[] = [];
    const { hints, told } = createHints(() => ({
      on: (_event: string, listener: () => void) => failures.push(listener),
      close: () => undefined,
    }));
    await hints.watch([join(root, 'one')]);
    failures[0]?.();
    await hints.watch([join(root, 'one')]);
    expect(told.hints).toBe(2);
    expect(failures).toHaveLength(2);
  });
});
