import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LockOptions, lockAccount } from '../../../../src/adapters/budget/journal/account-lock.ts';
import type { ProcessIdentity } from '../../../../src/ports/process-table.ts';
import { createHurriedClock } from '../../../support/hurried-clock.ts';
import { workspace } from '../../../support/workspace.ts';

const OTHER: ProcessIdentity = { host: 'here', pid: 77, startedAt: '5', command: 'mghooks apply' };

/** A machine `here` on which the given processes run. */
function machine(running: readonly number[] = []) {
  const path = join(workspace(), 'account.lock');
  const alive = new Set(running);
  const lock = (pid: number, options: Partial<LockOptions> = {}) => {
    const self = { host: 'here', pid, startedAt: '1', command: `mghooks ${pid}` };
    alive.add(pid);
    return lockAccount({
      path,
      processes: {
        self,
        isRunning: ({ host, pid: asked }) => (host === 'here' ? alive.has(asked) : undefined),
      },
      clock: createHurriedClock(),
      timeoutMs: 5000,
      signal: new AbortController().signal,
      onWait: () => undefined,
      ...options,
    });
  };
  const leaveBehind = (holder: ProcessIdentity) => writeFileSync(path, JSON.stringify(holder));
  return { path, alive, lock, leaveBehind };
}

describe('the lock of an account', () => {
  it('names its holder, and is gone when it is released', async () => {
    const { path, lock } = machine();
    const release = await lock(1);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: 1, command: 'mghooks 1' });
    release();
    expect(existsSync(path)).toBe(false);
  });

  it('makes a second process wait until the first one ends', async () => {
    const { lock } = machine();
    const order: string[] = [];
    const release = await lock(1);
    const second = lock(2, {
      onWait: ({ command }) => {
        order.push(`waits for ${command}`);
        release();
      },
    }).then(() => order.push('has it'));
    await second;
    expect(order).toEqual(['waits for mghooks 1', 'has it']);
  });

  it('gives up after the time limit, and names who holds it', async () => {
    const { lock } = machine();
    await lock(1);
    await expect(lock(2, { timeoutMs: 3000 })).rejects.toThrow(
      "'mghooks 1' (process 1 on here) works on this account and state folder; waited 3 s",
    );
  });

  it('is taken over at once from a process that was killed', async () => {
    const { lock, leaveBehind } = machine();
    leaveBehind(OTHER);
    const release = await lock(1, { timeoutMs: 0 });
    release();
  });

  it('goes to exactly one of many that find a dead holder at the same moment', async () => {
    const { lock, leaveBehind } = machine();
    leaveBehind(OTHER);
    const settled = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => lock(index + 100, { timeoutMs: 500 })),
    );
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('waits for a process of another host, unless it has been silent for a minute', async () => {
    const { path, lock, leaveBehind } = machine();
    leaveBehind({ ...OTHER, host: 'elsewhere' });
    await expect(lock(1, { timeoutMs: 1000 })).rejects.toThrow('elsewhere');
    const silent = Date.now() / 1000 - 120;
    utimesSync(path, silent, silent);
    const release = await lock(1, { timeoutMs: 0 });
    release();
  });

  it('is not in the way when its file says nothing', async () => {
    const { path, lock } = machine();
    writeFileSync(path, '{"pid":');
    const release = await lock(1, { timeoutMs: 0 });
    release();
  });

  it('ends the wait when the process is told to stop', async () => {
    const { lock } = machine();
    await lock(1);
    const stop = new AbortController();
    const waiting = lock(2, { signal: stop.signal, onWait: () => stop.abort(new Error('SIGTERM received')) });
    await expect(waiting).rejects.toThrow('SIGTERM received');
  });
});
