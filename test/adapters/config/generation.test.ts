import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readGeneration } from '../../../src/adapters/config/generation.ts';
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
    const seen: string[] = [];
    // One swap in each read, one turn later every time, until a read is over before its swap.
    for (let generation = 1; seen.at(-1) !== 'old'; generation += 1) {
      const reading = read(root, 'config');
      for (let turn = 1; turn < generation; turn += 1) await nextTurn();
      publish(folder, generation);
      const { files } = await reading;
      expect(files.map(({ name }) => name)).toEqual(NAMES.map((name) => join('config', name)));
      const texts = new Set(files.map(({ bytes }) => Buffer.from(bytes).toString()));
      expect(texts.size).toBe(1);
      seen.push(texts.has(`generation ${generation}`) ? 'new' : 'old');
    }
    expect(seen.length).toBeGreaterThan(20);
  });
});

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

/** Root may read everything, so for a moment the test is somebody else. */
async function asNobody<T>(action: () => Promise<T>): Promise<T> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await action();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

/** A regular file of Linux with other contents whenever it is read. */
const CHANGES_AT_EVERY_READ = '/proc/sys/kernel/random/uuid';
