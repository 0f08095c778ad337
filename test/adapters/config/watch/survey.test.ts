import { appendFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { surveyFiles } from '../../../../src/adapters/config/watch/survey.ts';
import { workspace } from '../../../support/workspace.ts';
import { ConfigMap } from './config-map.ts';

const FILES = { 'config/a.yaml': 'one', 'config/sub/b.yaml': 'two', 'config/README.md': 'text' };

async function signature(root: string, ...paths: string[]): Promise<string> {
  return (await surveyFiles(paths.length === 0 ? ['config'] : paths, root)).signature;
}

const TOUCHES: Readonly<Record<string, (config: string) => void>> = {
  'is longer': (config) => appendFileSync(join(config, 'a.yaml'), 'x'),
  'has other bytes, its old size and its old time': (config) => {
    writeFileSync(join(config, 'a.yaml'), 'eno');
    utimesSync(join(config, 'a.yaml'), 1e9, 1e9);
  },
  'has a time in the future': (config) => utimesSync(join(config, 'a.yaml'), 4e9, 4e9),
  'was replaced by an equal one': (config) => {
    writeFileSync(join(config, 'new'), 'one');
    renameSync(join(config, 'new'), join(config, 'a.yaml'));
  },
  'is gone': (config) => rmSync(join(config, 'sub/b.yaml')),
  'has come': (config) => writeFileSync(join(config, 'sub/c.yaml'), ''),
  'has another name': (config) => renameSync(join(config, 'a.yaml'), join(config, 'c.yaml')),
  'cannot be found, as its folder is away': (config) => renameSync(config, `${config}-away`),
  'is refused': (config) => symlinkSync('nowhere', join(config, 'c.yaml')),
};

describe('a look at files from outside', () => {
  it('sees the same while nothing is touched, or only what is no configuration', async () => {
    const root = workspace(FILES);
    const before = await signature(root);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(join(root, 'config/README.md'), 'other text');
    writeFileSync(join(root, 'config/.a.yaml.swp'), '');
    expect(await signature(root)).toBe(before);
  });

  it.each(Object.entries(TOUCHES))('sees that a file %s', async (_, touch) => {
    const root = workspace(FILES);
    utimesSync(join(root, 'config/a.yaml'), 1e9, 1e9);
    const before = await signature(root);
    touch(join(root, 'config'));
    expect(await signature(root)).not.toBe(before);
  });

  it('sees the swap of a ConfigMap that has the same files', async () => {
    const root = workspace();
    const map = new ConfigMap(join(root, 'config'), { 'a.yaml': 'a' });
    const before = [await signature(root), await signature(root, 'config/a.yaml')];
    map.publish({ 'a.yaml': 'a' });
    expect(await signature(root)).not.toBe(before[0]);
    expect(await signature(root, 'config/a.yaml')).not.toBe(before[1]);
  });

  it('names the files and the folders they lie in', async () => {
    const root = workspace({ ...FILES, 'other/c.conf': 'c' });
    const { files, folders } = await surveyFiles(['config', 'other/c.conf'], root);
    expect(files.map(({ name }) => name)).toEqual(['config/a.yaml', 'config/sub/b.yaml', 'other/c.conf']);
    expect(folders).toEqual(['config', 'config/sub', 'other'].map((name) => join(root, name)));
  });
});
