import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selectFiles } from '../../../src/adapters/config/select-files.ts';
import { makeFolder, writeIn } from './config-folder.ts';

async function names(root: string, ...paths: string[]): Promise<readonly string[]> {
  const { files, problems } = await selectFiles(paths, root);
  expect(problems).toEqual([]);
  return files.map(({ name }) => name);
}

async function problems(root: string, ...paths: string[]): Promise<readonly string[]> {
  return (await selectFiles(paths, root)).problems.map(({ message }) => message);
}

const TREE = {
  'config/b.yaml': 'b',
  'config/a.yml': 'a',
  'config/README.md': 'no',
  'config/teams/x/c.yaml': 'c',
  'config/teams/y/d.yaml': 'd',
  'config/.hidden.yaml': 'no',
  'config/.git/e.yaml': 'no',
  'config/b.yaml~': 'no',
  'config/.b.yaml.swp': 'no',
  'other.yaml': 'o',
};

describe('the files that --config means', () => {
  it('are every *.yaml and *.yml below a folder, sorted, names with a leading dot left out', async () => {
    const root = await makeFolder(TREE);
    const below = ['config/a.yml', 'config/b.yaml', 'config/teams/x/c.yaml', 'config/teams/y/d.yaml'];
    expect(await names(root, 'config/')).toEqual(below);
    expect(await names(root, './config')).toEqual(below);
    expect(await names(root, join(root, 'config'))).toEqual(below.map((name) => join(root, name)));
    expect(await names(join(root, 'config'), '.')).toEqual(below.map((name) => name.slice('config/'.length)));
  });

  it('are a file by its own name, whatever its ending', async () => {
    const root = await makeFolder({ ...TREE, 'a*b.conf': 'literal' });
    expect(await names(root, 'config/README.md', 'other.yaml', 'a*b.conf')).toEqual([
      'a*b.conf',
      'config/README.md',
      'other.yaml',
    ]);
  });

  it.each([
    ['config/*.yaml', ['config/b.yaml']],
    ['config/?.y*ml', ['config/a.yml', 'config/b.yaml']],
    ['config/teams/*/?.yaml', ['config/teams/x/c.yaml', 'config/teams/y/d.yaml']],
    ['config/**/[cd].yaml', 'none'],
    ['**/d.yaml', ['config/teams/y/d.yaml']],
    ['config/**', ['config/a.yml', 'config/b.yaml', 'config/teams/x/c.yaml', 'config/teams/y/d.yaml']],
    ['config/**/**/c.yaml', ['config/teams/x/c.yaml']],
    ['*/teams/x/*', ['config/teams/x/c.yaml']],
    ['config/*.md', 'none'],
    ['config/.*', 'none'],
  ])('are what matches the pattern %s', async (pattern, expected) => {
    const root = await makeFolder(TREE);
    if (expected === 'none') {
      expect(await problems(root, pattern)).toEqual([`'${pattern}' matches no *.yaml or *.yml file`]);
    } else {
      expect(await names(root, pattern)).toEqual(expected);
    }
  });

  it('count once however often they are named', async () => {
    const root = await makeFolder(TREE);
    await symlink('b.yaml', join(root, 'config/z.yaml'));
    expect(await names(root, 'config/b.yaml', './config/b.yaml', 'config/z.yaml', 'config/*.yaml')).toEqual([
      'config/b.yaml',
    ]);
  });

  it('must exist, be readable, and be at least one', async () => {
    const root = await makeFolder(TREE);
    await mkdir(join(root, 'empty'));
    expect(await problems(root, 'missing.yaml', 'empty', 'other.yaml/x', 'config')).toEqual([
      "cannot read 'missing.yaml': there is no such file or folder",
      "the folder 'empty' holds no *.yaml or *.yml file",
      "cannot read 'other.yaml/x': a part of the path is not a folder",
    ]);
    await symlink('loop', join(root, 'loop'));
    expect(await problems(root, 'loop')).toEqual([
      "cannot read 'loop': its symbolic links go round in a circle",
    ]);
    expect(await problems(root, 'nowhere/*.yaml')).toEqual([
      "cannot read 'nowhere/*.yaml': there is no such file or folder",
    ]);
  });

  it('are never a pipe or a device, which are not even opened', async () => {
    const root = await makeFolder({ 'config/a.yaml': 'a' });
    execFileSync('mkfifo', [join(root, 'config/pipe.yaml')]);
    await symlink('/dev/zero', join(root, 'zero'));
    expect(await problems(root, 'config')).toEqual([
      "'config/pipe.yaml' is neither a file nor a folder: it was not opened",
    ]);
    expect(await problems(root, 'config/pipe.yaml', 'zero')).toEqual([
      "'config/pipe.yaml' is neither a file nor a folder: it was not opened",
      "'zero' is neither a file nor a folder: it was not opened",
    ]);
  });

  it('never lie outside the folder that was named, but a link inside it is followed', async () => {
    const root = await makeFolder({
      'config/real/a.yaml': 'a',
      'secret/b.yaml': 'b',
      'secret/notes.md': 'b',
      'config-b/c.yaml': 'c',
    });
    await symlink('real/a.yaml', join(root, 'config/inside.yaml'));
    await symlink('../secret/notes.md', join(root, 'config/notes.md'));
    expect(await names(root, 'config')).toEqual(['config/inside.yaml']);
    await symlink('../secret/b.yaml', join(root, 'config/outside.yaml'));
    await symlink('../config-b/c.yaml', join(root, 'config/sibling.yaml'));
    await symlink('../secret', join(root, 'config/folder'));
    const leaves = (what: string) =>
      `is a symbolic link that leaves the folder: put the ${what} itself there, or name it with --config instead`;
    expect(await problems(root, 'config')).toEqual([
      `'config/folder' ${leaves('folder')}`,
      `'config/outside.yaml' ${leaves('file')}`,
      `'config/sibling.yaml' ${leaves('file')}`,
    ]);
    expect(await names(root, 'config/outside.yaml')).toEqual(['config/outside.yaml']);
    expect(await names(root, 'config/folder')).toEqual(['config/folder/b.yaml']);
    expect(await problems(root, 'config/*/b.yaml')).toEqual([`'config/folder' ${leaves('folder')}`]);
    expect(await names(root, 'config/in*.yaml')).toEqual(['config/inside.yaml']);
  });

  it.each(['x.yaml', 'README.md', 'team.example.com', 'team'])(
    'are refused when the link %s leads nowhere, as nobody can tell what it led to',
    async (name) => {
      const root = await makeFolder({ 'config/a.yaml': 'a' });
      await symlink('../nothing', join(root, 'config', name));
      expect(await problems(root, 'config')).toEqual([
        `'config/${name}' is a symbolic link that leads nowhere: mend it or remove it`,
      ]);
      expect(await names(root, 'config/a*')).toEqual(['config/a.yaml']);
    },
  );

  it('are refused when the ending of one is not in lower case, and would be read with a name of its own', async () => {
    const root = await makeFolder({ 'config/a.yaml': 'a', 'config/C.YAML': 'c', 'config/sub/d.Yml': 'd' });
    const why = 'would not be read, as its ending is not in lower case: name it';
    expect(await problems(root, 'config')).toEqual([
      `'config/C.YAML' ${why} 'C.yaml'`,
      `'config/sub/d.Yml' ${why} 'd.yml'`,
    ]);
    expect(await names(root, 'config/*.yaml', 'config/C.YAML')).toEqual(['config/C.YAML', 'config/a.yaml']);
  });

  it('are not what editors, people and version control leave beside them', async () => {
    const noise =
      'README.md|a.yaml~|#a.yaml#|a.yaml.bak|a.yaml.orig|a.yaml.tmp|a.yaml.swp|4913|a.json|.a.yaml.swp|.git/b.yaml';
    const files = noise.split('|').map((name) => [`config/${name}`, 'noise']);
    const root = await makeFolder({ 'config/a.yaml': 'a', ...Object.fromEntries(files) });
    await symlink('somebody@host.1234:1', join(root, 'config/.#a.yaml'));
    execFileSync('mkfifo', [join(root, 'config/socket')]);
    expect(await names(root, 'config')).toEqual(['config/a.yaml']);
  });

  it('are found through a link that the user named, wherever it leads', async () => {
    const root = await makeFolder({ 'trees/1/config/a.yaml': 'a', 'trees/1/config/sub/b.yaml': 'b' });
    await symlink('trees/1', join(root, 'current'));
    await symlink('sub', join(root, 'trees/1/config/again'));
    const { files, folders, problems: wrong } = await selectFiles(['current/config/'], root);
    expect(wrong).toEqual([]);
    expect(files).toMatchObject([
      { name: 'current/config/a.yaml', folder: join(root, 'current/config') },
      { relativeName: expect.stringMatching(/^(sub|again)\/b.yaml$/) },
    ]);
    expect(folders[0]).toBe(join(root, 'current/config'));
  });

  it('are found once where links to folders go round in a circle', async () => {
    const root = await makeFolder({ 'config/a.yaml': 'a', 'config/sub/b.yaml': 'b' });
    await symlink('..', join(root, 'config/sub/up'));
    await symlink('sub', join(root, 'config/again'));
    const found = await names(root, 'config');
    expect(found).toHaveLength(2);
    expect(found).toContain('config/a.yaml');
  });

  it('are those of a mounted ConfigMap, opened where its ..data link points', async () => {
    const root = await makeFolder({ 'config/..2026_a/x.yaml': 'x', 'config/..2026_a/y.yaml': 'y' });
    await symlink('..2026_a', join(root, 'config/..data'));
    for (const name of ['x.yaml', 'y.yaml']) await symlink(`..data/${name}`, join(root, 'config', name));
    const { files, generations } = await selectFiles(['config'], root);
    expect(files.map(({ name }) => name)).toEqual(['config/x.yaml', 'config/y.yaml']);
    expect(files.map(({ realPath }) => realPath.endsWith(`..2026_a/${realPath.slice(-6)}`))).toEqual([
      true,
      true,
    ]);
    expect(generations).toEqual([expect.stringMatching(/config \.\.2026_a$/)]);
  });

  it('are ten thousand at most', async () => {
    const root = await makeFolder({});
    for (let index = 0; index < 10_001; index += 1) await writeIn(root, `d/${index}.yaml`, '');
    await expect(selectFiles(['d'], root)).rejects.toMatchObject({
      diagnostics: [{ message: 'there are more than 10000 configuration files' }],
    });
  });
});
