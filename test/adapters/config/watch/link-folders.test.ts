import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namedFolders } from '../../../../src/adapters/config/watch/link-folders.ts';
import { workspace } from '../../../support/workspace.ts';
import { ConfigMap } from './config-map.ts';

describe('the folders where a path may come to mean something else', () => {
  it('are the one it lies in, and those of all links on the way to it', async () => {
    const root = workspace({ 'git/.worktrees/1/config/a.yaml': '' });
    symlinkSync('.worktrees/1', join(root, 'git/current'));
    mkdirSync(join(root, 'etc'));
    symlinkSync('../git/current/config', join(root, 'etc/hooks'));
    expect(await namedFolders(['etc/hooks'], root)).toEqual([join(root, 'etc'), join(root, 'git')]);
    expect(await namedFolders(['git/current/config'], root)).toEqual([
      join(root, 'git/current'),
      join(root, 'git'),
    ]);
    expect(await namedFolders(['etc/hooks/**/*.yaml', 'etc/hooks'], root)).toEqual([
      join(root, 'etc'),
      join(root, 'git'),
    ]);
  });

  it('are the mounted folder for a file of a ConfigMap', async () => {
    const root = workspace();
    const map = new ConfigMap(join(root, 'config'), { 'a.yaml': '' });
    expect(await namedFolders([join(map.folder, 'a.yaml')], '/')).toEqual([map.folder]);
  });

  it('are the one it would lie in, if there is nothing or the links go round in a circle', async () => {
    const root = workspace();
    symlinkSync('loop', join(root, 'loop'));
    expect(await namedFolders(['missing', 'loop'], root)).toEqual([root]);
  });
});
