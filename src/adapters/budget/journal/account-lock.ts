import { linkSync, readFileSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import type { Clock } from '../../../ports/clock.ts';
import type { ProcessIdentity, ProcessTable } from '../../../ports/process-table.ts';
import { parseHolder } from './lock-holder.ts';

export interface LockOptions {
  readonly path: string;
  readonly processes: ProcessTable;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called once, if another process holds the lock and waiting begins. */
  readonly onWait: (holder: ProcessIdentity) => void;
}

/** The lock was not to be had in time. */
export class LockTimeoutError extends Error {
  override readonly name = 'LockTimeoutError';

  constructor({ command, pid, host }: ProcessIdentity, timeoutMs: number, how = 'and state folder') {
    super(
      `'${command}' (process ${pid} on ${host}) works on this account ${how}; waited ${timeoutMs / 1000} s`,
    );
  }
}

const POLL_MS = 100;
/** After a dead holder was pushed aside, how long to wait for another process that saw the same dead holder. */
const SETTLE_MS = 50;
/** A holder shows that it is alive by touching the file; only that can be seen from another host. */
const TOUCH_EVERY_MS = 10_000;
const SILENT_FOR_MS = 60_000;

/**
 * One process at a time for each account and state folder. The lock is a file that names its holder; a hard link makes
 * it, which is atomic on every file system.
 *
 * | the lock is held by                                   | then                                                  |
 * |-------------------------------------------------------|-------------------------------------------------------|
 * | nobody                                                | it is ours                                            |
 * | a process of this host that runs                      | wait, up to the time limit                            |
 * | a process of this host that ended, killed included    | pushed aside at once                                  |
 * | a process of another host                             | wait; pushed aside if it was silent for a minute       |
 *
 * @returns what releases the lock
 * @throws LockTimeoutError that names the holder, or the signal's reason
 */
export async function lockAccount(options: LockOptions): Promise<() => void> {
  const { clock, timeoutMs, signal, onWait, processes } = options;
  const giveUpAtMs = clock.nowMs() + timeoutMs;
  const text = JSON.stringify({ ...processes.self, nonce: clock.nowMs() });
  let waiting = false;
  for (;;) {
    const held = tryLock(options, text);
    if (held === 'ours') return keep(options, text);
    if (held === 'pushed-aside') {
      await clock.sleep(SETTLE_MS, signal);
      if (readText(options.path) === text) return keep(options, text);
      continue;
    }
    if (!waiting) onWait(held);
    waiting = true;
    if (clock.nowMs() >= giveUpAtMs) throw new LockTimeoutError(held, timeoutMs);
    await clock.sleep(POLL_MS, signal);
  }
}

/** `ours`: made where there was none. `pushed-aside`: ours, in the place of a dead one. Else who holds it. */
function tryLock(options: LockOptions, text: string): 'ours' | 'pushed-aside' | ProcessIdentity {
  if (make(options, text)) return 'ours';
  const seen = readText(options.path);
  if (seen === undefined) return tryLock(options, text);
  const holder = parseHolder(seen);
  if (holder !== undefined && isAlive(options, holder)) return holder;
  pushAside(options, seen);
  return make(options, text) ? 'pushed-aside' : tryLock(options, text);
}

function make({ path, processes }: LockOptions, text: string): boolean {
  const own = `${path}.${processes.self.pid}`;
  writeFileSync(own, text, { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    unlinkSync(own);
  }
}

function isAlive({ processes, path, clock }: LockOptions, holder: ProcessIdentity): boolean {
  const running = processes.isRunning(holder);
  if (running !== undefined) return running;
  try {
    return clock.wallMs() - statSync(path).mtimeMs < SILENT_FOR_MS;
  } catch {
    return false;
  }
}

/** Between the look and the renaming another process may have done the same and locked: then its lock is put back. */
function pushAside({ path, processes }: LockOptions, seen: string): void {
  const aside = `${path}.${processes.self.pid}.dead`;
  try {
    renameSync(path, aside);
    if (readText(aside) !== seen) linkSync(aside, path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EEXIST')) throw error;
  }
  removeQuietly(aside);
}

/** Shows that we are alive until the lock is released. */
function keep({ path, clock }: LockOptions, text: string): () => void {
  let cancel: () => void = () => undefined;
  const touch = (): void => {
    const seconds = clock.wallMs() / 1000;
    try {
      utimesSync(path, seconds, seconds);
    } catch {
      // The folder may be gone; there is nothing to show to anybody then.
    }
    cancel = clock.after(TOUCH_EVERY_MS, touch);
  };
  touch();
  return () => {
    cancel();
    if (readText(path) === text) removeQuietly(path);
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already, which is what was wanted.
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
