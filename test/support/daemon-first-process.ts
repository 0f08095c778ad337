import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { eventually } from './daemon.ts';

/** Starts a program as the process with the number 1, as a container does. */
export const AS_FIRST_PROCESS = ['unshare', '--pid', '--fork', '--mount-proc'];

/** Why it cannot be tried here, `undefined` if it can. On a build server (`CI=true`) that is an error. */
export function whyNotFirstProcess(): string | undefined {
  const [program = '', ...args] = [...AS_FIRST_PROCESS, 'true'];
  if (spawnSync(program, args).status === 0) return undefined;
  const reason = 'unshare is missing, or this user may not make a PID namespace';
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.warn(`Skipped: the test of Node as PID 1, because ${reason}`);
  return reason;
}

/** The number, outside of its namespace, of the one process that another one has started. */
export async function onlyChildOf(pid: number): Promise<number> {
  const children = () => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  await eventually(() => /^\d+$/.test(children()));
  return Number(children());
}
