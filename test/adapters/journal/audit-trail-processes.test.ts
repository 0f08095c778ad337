import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readTrail, trailsIn } from '../../../src/adapters/journal/trail-reading.ts';
import { workspace } from '../../support/workspace.ts';

const KEEPER = join(import.meta.dirname, '../../support/keep-audit.mjs');
const run = promisify(execFile);

/** The names and numbers of all entries in a folder, and how many lines could not be read. */
async function kept(folder: string) {
  const trails = await trailsIn(folder);
  const [trail = ''] = 'why' in trails ? [] : trails;
  const { entries, problems } = await readTrail(folder, trail);
  const numbers = new Map<string, number[]>();
  for (const { author, atMs } of entries) {
    numbers.set(author.who, [...(numbers.get(author.who) ?? []), atMs - Date.UTC(2026, 0, 1)]);
  }
  const damaged = problems.reduce((sum, each) => sum + (each.kind === 'damaged' ? each.lines : 1), 0);
  return { numbers, damaged };
}

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);

/** Lets a keeper append until it has said so many numbers, then kills it; gives back the numbers it has said. */
async function killAfter(folder: string, name: string, said: number): Promise<readonly number[]> {
  const keeper = spawn(process.execPath, [KEEPER, folder, name, '1000000', '20000']);
  const ended = once(keeper, 'exit');
  const numbers: number[] = [];
  for await (const line of createInterface({ input: keeper.stdout })) {
    numbers.push(Number(line));
    if (numbers.length === said) keeper.kill('SIGKILL');
  }
  await ended;
  return numbers;
}

it('Entries that were said to be safe are all there after kill -9, whenever it comes', async () => {
  const folder = workspace();
  const lives: readonly (readonly [string, number])[] = [
    ['a', 1],
    ['b', 37],
    ['c', 64],
    ['d', 5],
    ['e', 90],
  ];
  for (const [name, said] of lives) {
    const numbers = await killAfter(folder, name, said);
    const { numbers: found, damaged } = await kept(folder);
    expect(numbers.length).toBeGreaterThanOrEqual(said);
    expect(found.get(name)?.slice(0, numbers.length)).toEqual(numbers);
    // What was written but not said to be safe yet may be there too: one entry at most.
    expect(found.get(name)?.length).toBeLessThanOrEqual(numbers.length + 1);
    expect(damaged).toBe(0);
  }
});

it('Several processes append to one trail and set its files aside, and no line is lost or mixed', async () => {
  const folder = workspace();
  const names = ['a', 'b', 'c'];
  await Promise.all(names.map((name) => run(process.execPath, [KEEPER, folder, name, '150', '60000'])));
  const { numbers, damaged } = await kept(folder);
  expect(damaged).toBe(0);
  expect(readdirSync(folder).length).toBeGreaterThan(1);
  for (const name of names) expect(numbers.get(name)?.sort((x, y) => x - y)).toEqual(upTo(150));
});

it('A disk that is full is said once, and costs only the lines it had no room for', async () => {
  const folder = workspace();
  // In units of 1024 bytes.
  const { stdout } = await run('bash', [
    '-c',
    `ulimit -f 8; ${process.execPath} ${KEEPER} ${folder} full 40`,
  ]);
  const said = stdout.split('\n').filter((line) => line.startsWith('{'));
  expect(said).toHaveLength(1);
  const before = await kept(folder);
  const room = before.numbers.get('full')?.length ?? 0;
  expect(room).toBeGreaterThan(10);
  expect(room).toBeLessThan(40);
  expect(before.numbers.get('full')).toEqual(upTo(room));
  await run(process.execPath, [KEEPER, folder, 'later', '3']);
  const after = await kept(folder);
  expect(after.numbers.get('full')).toEqual(upTo(room));
  expect(after.numbers.get('later')).toEqual([0, 1, 2]);
  expect(after.damaged).toBeLessThanOrEqual(1);
  expect(readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8')).toContain('"full"');
});
