import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGeneration } from '../../../src/adapters/config/generation.ts';
import { asNobody } from './as-nobody.ts';
import { makeFolder, writeIn } from './config-folder.ts';

const noPause = () => Promise.resolve();

function read(workingDirectory: string, ...paths: string[]) {
  return readGeneration({ paths, workingDirectory, pause: noPause });
}

describe('a generation of files', () => {
  it('has a digest of names and bytes, wherever the folder lies and however it is named', async () => {
    const files = { 'config/a.yaml': 'a', 'config/b/c.yaml': 'c' };
    const [one, two] = [await makeFolder(files), await makeFolder(files)];
    const { digest } = await read(one, 'config');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect((await read(two, 'config/')).digest).toBe(digest);
    expect((await read(two, join(two, 'config'))).digest).toBe(digest);
    expect((await read(join(two, 'config'), '.')).digest).toBe(digest);
    expect((await read(two, 'config/**/*.yaml')).digest).toBe(digest);
  });

  it('has a digest that the order of the files is no part of', async () => {
    const one = await read(await makeFolder({ 'a/y.yaml': '1', 'b/z.yaml': '2' }), 'a/y.yaml', 'b/z.yaml');
    const two = await read(await makeFolder({ 'a/z.yaml': '2', 'b/y.yaml': '1' }), 'b', 'a');
    expect(one.digest).toBe(two.digest);
  });

  it('has another digest when a byte or a name differs, or two files change names', async () => {
    const digests = await Promise.all(
      [
        { 'a.yaml': '1', 'b.yaml': '2' },
        { 'a.yaml': '2', 'b.yaml': '1' },
        { 'a.yaml': '1', 'c.yaml': '2' },
        { 'a.yaml': '1', 'b.yaml': '2', 'c.yaml': '' },
        { 'a.yaml': '12', 'b.yaml': '' },
      ].map(async (files) => (await read(await makeFolder(files), '.')).digest),
    );
    expect(new Set(digests).size).toBe(5);
  });

  it('is refused when a file is larger than 32 MiB', async () => {
    const root = await makeFolder({ 'a.yaml': 'a' });
    truncateSync(join(root, 'a.yaml'), 32 * 1024 * 1024 + 1);
    await expect(read(root, '.')).rejects.toMatchObject({
      diagnostics: [{ message: "cannot read 'a.yaml': it has 32.0 MiB, and a file may have 32 MiB at most" }],
    });
  });

  it('is refused when all files together are larger than 256 MiB', async () => {
    const root = await makeFolder({});
    for (let index = 0; index < 9; index += 1) {
      await writeIn(root, `${index}.yaml`, '');
      truncateSync(join(root, `${index}.yaml`), 30 * 1024 * 1024);
    }
    await expect(read(root, '.')).rejects.toMatchObject({
      diagnostics: [{ message: 'the configuration files have more than 256 MiB together' }],
    });
  });

  it('is refused when a file or a folder may not be read', async () => {
    const root = await makeFolder({ 'ok/a.yaml': 'a', 'file/b.yaml': 'b', 'folder/c.yaml': 'c' });
    for (const path of ['.', 'ok', 'file']) chmodSync(join(root, path), 0o755);
    chmodSync(join(root, 'file/b.yaml'), 0);
    chmodSync(join(root, 'folder'), 0);
    const problems = await asNobody(async () => {
      const refused = await read(root, 'ok', 'file').catch((error: unknown) => error);
      const closed = await read(root, 'ok', 'folder').catch((error: unknown) => error);
      return [refused, closed];
    });
    expect(problems).toMatchObject([
      { diagnostics: [{ message: "cannot read 'file/b.yaml': permission denied" }] },
      { diagnostics: [{ message: "cannot read 'folder': permission denied" }] },
    ]);
    chmodSync(join(root, 'folder'), 0o755);
  });

  it('is read again until two reads are alike', async () => {
    const root = await makeFolder({ 'rest.yaml': 'at rest' });
    symlinkSync(CHANGES_AT_EVERY_READ, join(root, 'a.yaml'));
    const pauses: number[] = [];
    const { files } = await readGeneration({
      paths: ['a.yaml'],
      workingDirectory: root,
      pause: (ms) => {
        pauses.push(ms);
        if (pauses.length === 2) {
          rmSync(join(root, 'a.yaml'));
          symlinkSync('rest.yaml', join(root, 'a.yaml'));
        }
        return Promise.resolve();
      },
    });
    expect(pauses).toEqual([100, 200]);
    expect(files.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['at rest']);
  });

  it('is refused when the files never come to rest', async () => {
    await expect(read('/', CHANGES_AT_EVERY_READ)).rejects.toMatchObject({
      diagnostics: [{ message: expect.stringContaining('the configuration files keep changing') }],
    });
  });

  it('is never a mix of two, whenever a ConfigMap is swapped', async () => {
    const root = await makeFolder({});
    const folder = join(root, 'config');
    mkdirSync(folder);
    publish(folder, 0);
    for (const name of NAMES) symlinkSync(`..data/${name}`, join(folder, name));
    const seen = await swapAtEveryTurn(root, 'config', (generation) => publish(folder, generation));
    expect(seen.length).toBeGreaterThan(10);
    expect(new Set(seen)).toEqual(new Set(['new', 'old']));
  });

  it('is never a mix of two, whenever git-sync swaps the link on the way to the folder', async () => {
    const root = await makeFolder({});
    publishTree(root, 0);
    const seen = await swapAtEveryTurn(root, 'current/config', (generation) => publishTree(root, generation));
    expect(seen.length).toBeGreaterThan(10);
    expect(new Set(seen)).toEqual(new Set(['new', 'old']));
  });

  it('is never a mix of two, however often a link is swapped there and back', async () => {
    const root = await makeFolder({});
    for (const tree of ['a', 'b']) {
      for (const name of NAMES) await writeIn(root, `${tree}/${name}`, tree);
      await writeIn(root, `${tree}/only-${tree}.yaml`, tree);
    }
    symlinkSync('a', join(root, 'current'));
    const flip = (tree: string) => {
      symlinkSync(tree, join(root, 'next'));
      renameSync(join(root, 'next'), join(root, 'current'));
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(12), { minLength: 1, maxLength: 12 }), async (turns) => {
        const reading = read(root, 'current').catch((error: unknown) => error);
        for (const [index, count] of turns.entries()) {
          for (let turn = 0; turn < count; turn += 1) await nextTurn();
          flip(index % 2 === 0 ? 'b' : 'a');
        }
        const generation = await reading;
        if (generation instanceof Error) return;
        const { files } = generation as Awaited<ReturnType<typeof read>>;
        expect(new Set(files.map(({ bytes }) => Buffer.from(bytes).toString())).size).toBe(1);
        expect(files).toHaveLength(NAMES.length + 1);
      }),
      { numRuns: 150 },
    );
  });
});

/** One swap in each read, one turn later every time, until a read is over before its swap. */
async function swapAtEveryTurn(
  root: string,
  path: string,
  swap: (generation: number) => void,
): Promise<readonly ('new' | 'old')[]> {
  const seen: ('new' | 'old')[] = [];
  for (let generation = 1; seen.at(-1) !== 'old'; generation += 1) {
    const reading = read(root, path);
    for (let turn = 1; turn < generation; turn += 1) await nextTurn();
    swap(generation);
    const { files } = await reading;
    expect(files.map(({ name }) => name)).toEqual(NAMES.map((name) => join(path, name)));
    const texts = new Set(files.map(({ bytes }) => Buffer.from(bytes).toString()));
    expect(texts.size).toBe(1);
    seen.push(texts.has(`generation ${generation}`) ? 'new' : 'old');
  }
  return seen;
}

/** As git-sync does it: a new tree, the link swapped in one step, the old tree removed. */
function publishTree(root: string, generation: number): void {
  const tree = join('.worktrees', `${generation}`);
  mkdirSync(join(root, tree, 'config'), { recursive: true });
  for (const name of NAMES) writeFileSync(join(root, tree, 'config', name), `generation ${generation}`);
  symlinkSync(tree, join(root, 'next'));
  renameSync(join(root, 'next'), join(root, 'current'));
  rmSync(join(root, '.worktrees', `${generation - 1}`), { recursive: true, force: true });
}

const NAMES = ['a.yaml', 'b.yaml', 'c.yaml', 'd.yaml'];

/** As the kubelet does it: a new folder, the link swapped in one step, the old folder removed. */
function publish(folder: string, generation: number): void {
  const data = `..2026_${generation}`;
  mkdirSync(join(folder, data));
  for (const name of NAMES) writeFileSync(join(folder, data, name), `generation ${generation}`);
  symlinkSync(data, join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
  rmSync(join(folder, `..2026_${generation - 1}`), { recursive: true, force: true });
}

/** A regular file of Linux with other contents whenever it is read. */
const CHANGES_AT_EVERY_READ = '/proc/sys/kernel/random/uuid';
