import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ProcessIdentity, ProcessTable } from '../ports/process-table.ts';

/** The processes of this machine. `command` describes ours to a process that waits for us. */
export function createProcessTable(command: string): ProcessTable {
  const { pid } = process;
  const self = { host: hostname(), pid, startedAt: startOf(pid), command };
  return { self, isRunning: (identity) => isRunning(identity, self) };
}

function isRunning(identity: ProcessIdentity, self: ProcessIdentity): boolean | undefined {
  if (identity.host !== self.host) return undefined;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // Somebody else's process may not be signalled, but it runs.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return startOf(identity.pid) === identity.startedAt;
}

/** Field 22 of proc(5), `/proc/PID/stat`: in a container the first process of every life has the number 1. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
