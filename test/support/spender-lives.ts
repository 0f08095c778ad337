import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';

const SPENDER = join(import.meta.dirname, 'spender.mjs');

/** What happens to a spender, in milliseconds after the last thing that happened to it. */
export type Fate = readonly (readonly [afterMs: number, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'])[];

export interface Spender {
  readonly origin: string;
  readonly stateFolder: string;
  /** Requests it may send in 3 s. */
  readonly limit: number;
}

/** Starts a spender, a real process, and lets it meet its fate. The last thing in it must be its end. */
export async function liveAndDie({ origin, stateFolder, limit }: Spender, fate: Fate): Promise<void> {
  const command = [SPENDER, origin, stateFolder, String(limit)];
  const process = spawn(globalThis.process.execPath, command, { stdio: 'inherit' });
  const ended = once(process, 'exit');
  try {
    for (const [afterMs, signal] of fate) {
      await passed(afterMs);
      alive(process).kill(signal);
    }
  } finally {
    process.kill('SIGKILL');
    await ended;
  }
}

function alive(process: ChildProcess): ChildProcess {
  if (process.exitCode === null) return process;
  throw new Error(`The spender ended by itself with ${process.exitCode}; does 'npm run build' come first?`);
}
