import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPlanFile, whyNotWritable, writePlanFile } from '../../../src/adapters/plan-file/plan-file.ts';
import { workspace } from '../../support/workspace.ts';
import { savedPlan } from './saved-plan.ts';

describe('a plan file', () => {
  it('is read as it was written', async () => {
    const path = join(workspace(), 'plan.json');
    expect(await writePlanFile(path, savedPlan())).toBeUndefined();
    expect(await readPlanFile(path)).toEqual({ kind: 'plan', plan: savedPlan() });
  });

  it('can be read by its owner alone, also where it replaces one that others could read', async () => {
    const path = join(workspace({ 'plan.json': '' }), 'plan.json');
    chmodSync(path, 0o666);
    await writePlanFile(path, savedPlan());
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('replaces an older plan, and leaves nothing else behind', async () => {
    const folder = workspace();
    const path = join(folder, 'plan.json');
    await writePlanFile(path, savedPlan());
    expect(await whyNotWritable(path)).toBeUndefined();
    await writePlanFile(path, savedPlan({ planId: 'ffffffffffff' }));
    expect(await readPlanFile(path)).toMatchObject({ plan: { planId: 'ffffffffffff' } });
    expect(readdirSync(folder)).toEqual(['plan.json']);
  });

  it('replaces a link, not what it points to', async () => {
    const folder = workspace({ 'mine.txt': '' });
    const path = join(folder, 'plan.json');
    symlinkSync(join(folder, 'mine.txt'), path);
    await writePlanFile(path, savedPlan());
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('');
    expect(await readPlanFile(path)).toMatchObject({ kind: 'plan' });
  });

  it('says why it could not be written, and leaves nothing behind', async () => {
    const folder = workspace({ 'plan.json/is-a-folder': '' });
    expect(await writePlanFile(join(folder, 'plan.json'), savedPlan())).toBe('the system answered EISDIR');
    expect(await writePlanFile(join(folder, 'nowhere', 'plan.json'), savedPlan())).toBe(
      'there is no such file or folder',
    );
    expect(readdirSync(folder)).toEqual(['plan.json']);
  });

  it.each<readonly [string, (path: string) => void, string | undefined]>([
    ['nothing', () => undefined, undefined],
    ['an empty file', (path) => writeFileSync(path, ''), undefined],
    [
      'a plan that was cut off',
      (path) => writeFileSync(path, '{\n  "kind": "mghooks saved plan",\n  "for'),
      undefined,
    ],
    ['a YAML file', (path) => writeFileSync(path, 'version: 1\n'), 'it exists, and is not a saved plan'],
    [
      'other JSON',
      (path) => writeFileSync(path, '{\n  "kind": "other"'),
      'it exists, and is not a saved plan',
    ],
    ['a folder', (path) => mkdirSync(path), 'it exists, and is not a saved plan'],
    ['a pipe', (path) => execFileSync('mkfifo', [path]), 'it exists, and is not a saved plan'],
  ])('may be written where there is %s, or not', async (_title, put, reason) => {
    const path = join(workspace(), 'plan.json');
    put(path);
    expect(await whyNotWritable(path)).toBe(reason);
  });

  it('may not be written into a folder that does not exist', async () => {
    expect(await whyNotWritable(join(workspace(), 'nowhere', 'plan.json'))).toBe(
      'its folder: there is no such file or folder',
    );
  });

  it.each<readonly [string, (path: string) => void, object]>([
    ['nothing', () => undefined, { kind: 'unreadable', reason: 'there is no such file or folder' }],
    ['a folder', (path) => mkdirSync(path), { kind: 'unreadable', reason: 'it is not a regular file' }],
    [
      'a pipe',
      (path) => execFileSync('mkfifo', [path]),
      { kind: 'unreadable', reason: 'it is not a regular file' },
    ],
    ['an empty file', (path) => writeFileSync(path, ''), { kind: 'refused' }],
    [
      'bytes that are no text',
      (path) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0])),
      { kind: 'refused' },
    ],
    [
      'a file of a terabyte, all holes',
      (path) => {
        writeFileSync(path, '');
        truncateSync(path, 1024 ** 4);
      },
      { kind: 'refused', reason: 'it is larger than 64 MiB' },
    ],
  ])('is not read from %s', async (_title, put, expected) => {
    const path = join(workspace(), 'plan.json');
    put(path);
    expect(await readPlanFile(path)).toMatchObject(expected);
  });
});
