import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type BudgetNotice,
  openRememberedBudget,
  type RememberedBudgetOptions,
} from '../../../src/adapters/budget/remembered-budget.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import type { RateBudget } from '../../../src/ports/rate-budget.ts';
import { workspace } from '../../support/workspace.ts';

const self = { host: 'here', pid: 1, startedAt: '1', command: 'mghooks plan' };
const signal = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function open(folder: string, fields: Partial<RememberedBudgetOptions> = {}) {
  const notices: BudgetNotice[] = [];
  const clock = createSystemClock();
  const budget = await openRememberedBudget({
    folder,
    account: 'account',
    requestsPerMinute: 300,
    clock,
    bootClock: { bootId: 'boot-1', uptimeMs: () => 1_000_000 + clock.nowMs() },
    processes: { self, isRunning: () => false },
    lockTimeoutMs: 0,
    signal,
    notify: (notice) => notices.push(notice),
    ...fields,
  });
  onTestFinished(() => budget.close());
  return { budget, notices };
}

/** How many of `requests` have left after `ms` milliseconds. */
async function sentWithin(budget: RateBudget, requests: number, ms: number): Promise<number> {
  let sent = 0;
  for (let request = 0; request < requests; request += 1) {
    const send = async () => {
      sent += 1;
    };
    budget.spend({ priority: 'write', signal }, send).catch(() => undefined);
  }
  await vi.advanceTimersByTimeAsync(ms);
  return sent;
}

describe('a remembered budget', () => {
  it('starts rested in an empty folder, and makes the folder', async () => {
    const { budget, notices } = await open(join(workspace(), 'state', 'mghooks'));
    expect(await sentWithin(budget, 400, 5000)).toBe(300);
    expect(notices).toEqual([]);
  });

  it('goes on where the last process left off', async () => {
    const folder = workspace();
    const first = await open(folder);
    expect(await sentWithin(first.budget, 200, 5000)).toBe(200);
    await first.budget.close();
    const second = await open(folder);
    expect(second.budget.state().remaining).toBe(100);
    expect(await sentWithin(second.budget, 400, 5000)).toBe(100);
    expect(second.notices).toEqual([]);
  });

  it('keeps to a pause that Mailgun asked an earlier process for', async () => {
    const folder = workspace();
    const first = await open(folder);
    first.budget.pause(40_000);
    await first.budget.close();
    const second = await open(folder);
    expect(second.budget.state().pausedForMs).toBeGreaterThan(39_000);
    expect(await sentWithin(second.budget, 10, 39_000)).toBe(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(second.budget.state()).toMatchObject({ remaining: 290, pausedForMs: 0 });
  });

  it('takes an empty folder for a spent budget where it is told to, and says so', async () => {
    const { budget, notices } = await open(workspace(), { firstStart: 'spent' });
    expect(notices).toEqual([{ kind: 'window-unknown', why: 'there is none yet' }]);
    expect(await sentWithin(budget, 400, 59_000)).toBe(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(budget.state().remaining).toBe(0);
  });

  it('counts a damaged journal as a full window, says so, and then goes on', async () => {
    const folder = workspace({ 'account.slots': 'rubbish\n' });
    const { budget, notices } = await open(folder);
    expect(notices).toEqual([{ kind: 'window-unknown', why: 'it is damaged' }]);
    expect(await sentWithin(budget, 10, 60_000)).toBe(0);
    expect(await sentWithin(budget, 0, 1000)).toBe(0);
    expect(budget.state().remaining).toBe(290);
  });

  it('goes slowly for a minute where nothing can be remembered, and says so', async () => {
    const folder = join(workspace({ file: '' }), 'file', 'state');
    const { budget, notices } = await open(folder);
    expect(notices).toEqual([{ kind: 'no-memory', why: 'ENOTDIR' }]);
    const afterTenSeconds = await sentWithin(budget, 40, 10_000);
    expect(afterTenSeconds).toBe(40);
    expect(budget.state().remaining).toBeLessThanOrEqual(11);
    expect(await sentWithin(budget, 400, 10_000)).toBeLessThanOrEqual(61);
  });

  it('waits for two windows where nothing can be remembered and this process has spent it before', async () => {
    const folder = join(workspace({ file: '' }), 'file', 'state');
    const { budget } = await open(folder, { spentBefore: true });
    expect(await sentWithin(budget, 10, 119_000)).toBe(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(budget.state().remaining).toBe(290);
  });

  it('refuses to work beside another process on the same account and folder', async () => {
    const folder = workspace();
    writeFileSync(join(folder, 'account.lock'), JSON.stringify({ ...self, pid: 2 }));
    const running = openRememberedBudget({
      folder,
      account: 'account',
      requestsPerMinute: 300,
      clock: createSystemClock(),
      bootClock: { bootId: 'boot-1', uptimeMs: () => 1_000_000 },
      processes: { self, isRunning: () => true },
      lockTimeoutMs: 0,
      signal,
      notify: () => undefined,
    });
    await expect(running).rejects.toThrow("'mghooks plan' (process 2 on here)");
  });

  it('leaves nothing behind that keeps a process alive', async () => {
    const { budget } = await open(workspace());
    await sentWithin(budget, 5, 100);
    await budget.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
