import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BootClock } from '../../ports/boot-clock.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProcessIdentity, ProcessTable } from '../../ports/process-table.ts';
import type { RateBudget } from '../../ports/rate-budget.ts';
import { createBottleneckBudget } from './bottleneck-budget.ts';
import { lockAccount } from './journal/account-lock.ts';
import { type FirstStart, type Memory, openSlotJournal, type SlotJournal } from './journal/slot-journal.ts';
import { countedForMs, WINDOW_MS } from './slot-window.ts';

/** Something a person should know about how a budget starts. */
export type BudgetNotice =
  | { readonly kind: 'waiting-for-lock'; readonly holder: ProcessIdentity }
  | { readonly kind: 'window-unknown'; readonly why: string }
  | { readonly kind: 'no-memory'; readonly why: string };

export interface RememberedBudgetOptions {
  /** Where the window is remembered; one file and one lock for each account. */
  readonly folder: string;
  /** Names the account in the names of the files; not the key itself. */
  readonly account: string;
  readonly requestsPerMinute: number;
  /** Slots that a sweep leaves to others at most, 3 by default. */
  readonly reserveMax?: number;
  readonly windowMs?: number;
  /** What it means that nothing is remembered; `rested` unless said. */
  readonly firstStart?: FirstStart | undefined;
  /** This process has spent the budget before: where nothing is remembered, nothing may be free for a window. */
  readonly spentBefore?: boolean;
  readonly clock: Clock;
  readonly bootClock: BootClock;
  readonly processes: ProcessTable;
  readonly lockTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly notify: (notice: BudgetNotice) => void;
}

/**
 * The budget of an account, which goes on where the last process left off.
 *
 * | the state folder                        | the budget starts                                                    |
 * |-----------------------------------------|----------------------------------------------------------------------|
 * | has no journal                          | with all slots free: a rested account; or as with a damaged one, where
 * |                                         | `firstStart` is `spent`                                              |
 * | has a journal                           | with the slots taken that the server may still count                 |
 * | has a damaged journal                   | with all slots taken for one window, said                            |
 * | cannot be written                       | with a slot every 200 ms (at 300 a minute) for the first minute, said;
 * |                                         | where this process has spent it before, as with a damaged journal     |
 * | is in use by another process            | when that one ends, or not at all: `LockTimeoutError`                |
 */
export async function openRememberedBudget(options: RememberedBudgetOptions): Promise<RateBudget> {
  const unwritable = problemWithFolder(options.folder);
  if (unwritable !== undefined) return openForgetfulBudget(options, unwritable);
  const release = await lock(options);
  const journal = openJournal(options);
  if (typeof journal === 'string') {
    release();
    return openForgetfulBudget(options, journal);
  }
  const { memory } = journal;
  if (memory.kind === 'unknown') options.notify({ kind: 'window-unknown', why: memory.why });
  const budget = createBottleneckBudget({ ...options, memory: journal, takenForMs: takenForMs(memory) });
  // Mailgun's word outlives the process that it was given to.
  const pausedForMs = journal.pausedForMs();
  if (pausedForMs > 0) budget.pause(pausedForMs);
  return {
    spend: (spending, send) => budget.spend(spending, send),
    pause: (ms) => budget.pause(ms),
    noteRemaining: (requests) => budget.noteRemaining(requests),
    state: () => budget.state(),
    close: async () => {
      await budget.close();
      release();
    },
  };
}

function openForgetfulBudget(options: RememberedBudgetOptions, why: string): RateBudget {
  options.notify({ kind: 'no-memory', why });
  const { requestsPerMinute, windowMs = WINDOW_MS } = options;
  const everyMs = windowMs / requestsPerMinute;
  // A request of the time before that was cut off may arrive late, and counts from then.
  const spentForMs = countedForMs('lost', windowMs);
  const takenForMs = options.spentBefore
    ? Array.from({ length: requestsPerMinute }, () => spentForMs)
    : Array.from({ length: requestsPerMinute - 1 }, (_, index) => (index + 1) * everyMs);
  return createBottleneckBudget({ ...options, takenForMs });
}

function takenForMs(memory: Memory): readonly number[] {
  return memory.kind === 'rested' ? [] : memory.freeInMs;
}

function lock({ folder, account, clock, processes, lockTimeoutMs, signal, notify }: RememberedBudgetOptions) {
  return lockAccount({
    path: join(folder, `${account}.lock`),
    clock,
    processes,
    timeoutMs: lockTimeoutMs,
    signal,
    onWait: (holder) => notify({ kind: 'waiting-for-lock', holder }),
  });
}

/** The journal, or why there can be none. */
function openJournal(options: RememberedBudgetOptions): SlotJournal | string {
  const { folder, account, clock, bootClock, windowMs = WINDOW_MS, requestsPerMinute: limit } = options;
  try {
    const path = join(folder, `${account}.slots`);
    return openSlotJournal({ path, clock, bootClock, windowMs, limit, firstStart: options.firstStart });
  } catch (error) {
    return codeOf(error);
  }
}

/** Makes the folder, and tries to write where nothing is written yet. */
function problemWithFolder(folder: string): string | undefined {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

/** Not `recursive`, with which Node never comes back from a file system that refuses folders, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
