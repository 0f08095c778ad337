import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHistory } from '../../../src/adapters/journal/history.ts';
import type { AppliedCall, IntendedCall } from '../../../src/ports/audit-trail.ts';
import { MAIN } from '../../support/domains.ts';
import { workspace } from '../../support/workspace.ts';
import { START_MS, setting, trailIn } from './trail.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const SECRET = 'https://user:c4n4ry-p4ss@hooks.example.com/hook';
const MINUTE_MS = 60_000;

const idOf = (number: number) => number.toString(16).padStart(16, '0');

function intended(number: number, fields: Partial<AppliedCall> = {}): IntendedCall {
  const id = idOf(number);
  return { ...setting([B], [A]), id, runId: 'feedfeedfeedfeed', atMs: START_MS + number, ...fields };
}

const unknown = (call: AppliedCall): AppliedCall => ({ ...call, outcome: 'unknown' });

const pendingIn = (folder: string) => readdirSync(folder).filter((name) => name.includes('.pending-'));
const linesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.includes('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '');

describe('a call that was begun', () => {
  it('is of unknown outcome to every other process until it is settled', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    await trail.begin(intended(1));
    expect(await trailIn(folder).trail.since(MAIN, 0)).toEqual([unknown(intended(1))]);
    await trail.record(intended(1));
    expect(await trailIn(folder).trail.since(MAIN, 0)).toEqual([intended(1)]);
  });

  it('leaves one line once it was carried out, and none if it was not', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    for (const number of [1, 2, 3]) await trail.begin(intended(number));
    expect(linesIn(folder)).toEqual([]);
    await trail.record(intended(1));
    await trail.drop(intended(2));
    await trail.record(unknown(intended(3)));
    expect(pendingIn(folder)).toEqual([]);
    const lines = linesIn(folder).map((line) => JSON.parse(line));
    expect(lines.map(({ id, outcome }) => [id, outcome])).toEqual([
      [idOf(1), undefined],
      [idOf(3), 'unknown'],
    ]);
    expect(await trail.since(MAIN, 0)).toEqual([intended(1), unknown(intended(3))]);
  });

  it('stands where it began among the others, however late it was settled', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    await trail.begin(intended(1));
    await trail.record(intended(2));
    const inOrder = [unknown(intended(1)), intended(2)];
    expect(await trail.since(MAIN, 0)).toEqual(inOrder);
    await trail.record(unknown(intended(1)));
    expect(await trail.since(MAIN, 0)).toEqual(inOrder);
  });

  it('is no older than it is: a moment after it leaves it out', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    await trail.begin(intended(1));
    expect(await trail.since(MAIN, START_MS + 2)).toEqual([]);
  });

  it('keeps no credential in clear, and only its owner can read it', async () => {
    const folder = workspace();
    await trailIn(folder).trail.begin(intended(1, setting([B], [SECRET])));
    const [name = ''] = pendingIn(folder);
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain('c4n4ry');
    expect(await trailIn(folder).trail.since(MAIN, 0)).toMatchObject([{ after: { clicked: [SECRET] } }]);
  });

  it('never left if the process was killed before it was whole on the disk', async () => {
    const folder = workspace();
    await trailIn(folder).trail.begin(intended(1));
    const [name = ''] = pendingIn(folder);
    truncateSync(join(folder, name), 100);
    const { trail, notices } = trailIn(folder);
    expect(await trail.since(MAIN, 0)).toEqual([]);
    expect(notices).toEqual([]);
  });

  it('is shown in the history of a folder that holds nothing else', async () => {
    const folder = workspace();
    await trailIn(folder).trail.begin(intended(1));
    const { entries, problems } = await readHistory(folder);
    expect(entries).toMatchObject([{ id: idOf(1), outcome: 'unknown' }]);
    expect(problems).toEqual([]);
  });

  it('stays unsettled, and is not forgotten, when its line cannot be written', async () => {
    const folder = workspace();
    const { trail, notices } = trailIn(folder);
    await trail.begin(intended(1));
    const [pending = ''] = pendingIn(folder);
    const current = join(folder, pending.replace(/\.pending-.*/, '.jsonl'));
    mkdirSync(current);
    await trail.record(intended(1));
    // Said once, although other calls can be begun in between.
    await trail.begin(intended(2));
    await trail.record(intended(2));
    expect(notices).toEqual([{ kind: 'not-kept', why: 'EISDIR' }]);
    rmSync(current, { recursive: true });
    expect(await trail.since(MAIN, 0)).toEqual([unknown(intended(1)), unknown(intended(2))]);
  });

  it('leaves although it cannot be kept, which is said once', async () => {
    const folder = join(workspace(), 'state');
    writeFileSync(folder, 'a file where the folder should be');
    const { trail, notices } = trailIn(folder);
    for (const number of [1, 2]) await trail.begin(intended(number));
    expect(notices).toEqual([{ kind: 'not-kept', why: 'ENOTDIR' }]);
  });
});

describe('a call that a killed process left behind', () => {
  const later = (minutes: number) => intended(99, { atMs: START_MS + minutes * MINUTE_MS });

  it('becomes a line when the next process writes, 70 minutes later at the earliest', async () => {
    const folder = workspace();
    await trailIn(folder).trail.begin(intended(1));
    const soon = trailIn(folder).trail;
    await soon.begin(later(69));
    await soon.record(later(69));
    expect(pendingIn(folder)).toHaveLength(1);
    const next = trailIn(folder).trail;
    await next.begin(later(71));
    await next.record(later(71));
    expect(pendingIn(folder)).toEqual([]);
    expect(linesIn(folder)).toHaveLength(3);
    expect(await next.since(MAIN, 0)).toMatchObject([
      unknown(intended(1)),
      { id: idOf(99) },
      { id: idOf(99) },
    ]);
  });

  it('is one call, also where two processes made a line of it', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    await trail.record(unknown(intended(1)));
    await trail.record(unknown(intended(1)));
    expect(await trail.since(MAIN, 0)).toEqual([unknown(intended(1))]);
    await trail.record(intended(1));
    expect(await trail.since(MAIN, 0)).toEqual([intended(1)]);
  });

  it('does not hide what was written before its line, and after it was sent', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    const hours = (count: number) => START_MS + count * 60 * MINUTE_MS;
    await trail.record(intended(1, { atMs: hours(5) }));
    await trail.record(unknown(intended(2, { atMs: hours(0) })));
    await trail.record(intended(3, { atMs: hours(5) }));
    expect(await trail.since(MAIN, hours(5))).toMatchObject([{ id: idOf(1) }, { id: idOf(3) }]);
  });
});

it('A trail of older versions, without ids, is read as it was', async () => {
  const folder = workspace();
  const { trail } = trailIn(folder);
  await trail.record(setting([], [A]));
  await trail.record(setting([], [A]));
  expect(await trail.since(MAIN, 0)).toEqual([setting([], [A]), setting([], [A])]);
  expect(linesIn(folder)[0]).not.toContain('"id"');
});
