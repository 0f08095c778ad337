import { readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSlotJournal, type SlotJournal } from '../../../../src/adapters/budget/journal/slot-journal.ts';
import { workspace } from '../../../support/workspace.ts';

const WINDOW_MS = 60_000;
const LIMIT = 10;

/** A state folder on a machine whose time the test sets. `open` is a process that starts. */
function machine() {
  const path = join(workspace(), 'account.slots');
  const time = { uptimeMs: 5_000_000, bootId: 'boot-1', wallMs: Date.now() };
  const open = (): SlotJournal => {
    const journal = openSlotJournal({
      path,
      clock: { wallMs: () => time.wallMs },
      bootClock: { uptimeMs: () => time.uptimeMs, bootId: time.bootId },
      windowMs: WINDOW_MS,
      limit: LIMIT,
    });
    onTestFinished(() => journal.close());
    return journal;
  };
  return { path, time, open };
}

describe('a slot journal', () => {
  it('counts an account without one as rested', () => {
    expect(machine().open().memory).toEqual({ kind: 'rested' });
  });

  it('remembers an answered request for one window after its answer', () => {
    const { time, open } = machine();
    const first = open();
    first.ended(first.taken(), 'answered');
    time.uptimeMs += 20_000;
    expect(open().memory).toEqual({ kind: 'known', freeInMs: [40_250] });
    time.uptimeMs += 40_250;
    expect(open().memory).toEqual({ kind: 'known', freeInMs: [] });
  });

  it('remembers a lost request for two windows, and one that never left not at all', () => {
    const { open } = machine();
    const first = open();
    first.ended(first.taken(), 'lost');
    first.ended(first.taken(), 'unused');
    expect(open().memory).toEqual({ kind: 'known', freeInMs: [120_000] });
  });

  it('counts a request that was under way when the process was killed as lost at the restart, once', () => {
    const { time, open } = machine();
    open().taken();
    time.uptimeMs += 30_000;
    expect(open().memory).toEqual({ kind: 'known', freeInMs: [120_000] });
    time.uptimeMs += 30_000;
    expect(open().memory).toEqual({ kind: 'known', freeInMs: [90_000] });
  });

  it('is not moved by a wall clock that is set forward or back', () => {
    const { time, open } = machine();
    const first = open();
    first.ended(first.taken(), 'answered');
    time.wallMs += 7 * 3_600_000;
    expect(open().memory).toEqual({ kind: 'known', freeInMs: [60_250] });
    time.wallMs -= 20 * 3_600_000;
    expect(open().memory).toEqual({ kind: 'known', freeInMs: [60_250] });
  });

  it.each([
    ['damaged', (path: string) => writeFileSync(path, 'rubbish\n')],
    ['emptied', (path: string) => truncateSync(path, 0)],
  ])('counts the account as full for one window when it is %s', (_name, harm) => {
    const { path, time, open } = machine();
    open().taken();
    harm(path);
    const found = open().memory;
    expect(found).toMatchObject({ kind: 'unknown', why: 'it is damaged' });
    expect(found).toHaveProperty('freeInMs', Array(LIMIT).fill(60_250));
    time.uptimeMs += 60_000;
    expect(open().memory).toEqual({ kind: 'known', freeInMs: Array(LIMIT).fill(250) });
  });

  it('counts the account as full after a reboot, unless the journal is old', () => {
    const { path, time, open } = machine();
    open().taken();
    Object.assign(time, { bootId: 'boot-2', uptimeMs: 9000 });
    expect(open().memory).toMatchObject({ kind: 'unknown', why: 'the machine was restarted' });
    Object.assign(time, { bootId: 'boot-3', uptimeMs: 9000 });
    const old = time.wallMs / 1000 - 200;
    utimesSync(path, old, old);
    expect(open().memory).toEqual({ kind: 'rested' });
  });

  it('stays small however much is sent, and forgets nothing that still counts', () => {
    const { path, time, open } = machine();
    const journal = open();
    for (let sent = 0; sent < 5000; sent += 1) {
      journal.ended(journal.taken(), 'answered');
      time.uptimeMs += 7000;
    }
    expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(LIMIT * 20);
    expect(open().memory).toHaveProperty('freeInMs.length', 8);
  });

  it('throws what the file system says where it cannot be written', () => {
    const { time } = machine();
    const missing = join(workspace(), 'missing', 'account.slots');
    const bootClock = { uptimeMs: () => time.uptimeMs, bootId: 'boot-1' };
    const clock = { wallMs: () => time.wallMs };
    expect(() =>
      openSlotJournal({ path: missing, clock, bootClock, windowMs: WINDOW_MS, limit: LIMIT }),
    ).toThrow('ENOENT');
  });
});
