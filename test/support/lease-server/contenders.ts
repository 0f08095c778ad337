import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CONTENDER = join(import.meta.dirname, '..', 'contender.mjs');
const HOUR_MS = 3_600_000;
const CLOCKS_AHEAD_MS = [0, HOUR_MS, -HOUR_MS];

/** Several real processes that contend for one lease. Who ends is replaced; the clocks on their walls differ. */
export class Contenders {
  readonly #apiServer: string;
  readonly #counter: string;
  readonly #processes = new Map<string, ChildProcess>();
  readonly #failed: string[] = [];
  #born = 0;

  constructor(apiServer: string, counter: string) {
    this.#apiServer = apiServer;
    this.#counter = counter;
  }

  start(): void {
    this.#born += 1;
    const name = `pod-${this.#born}`;
    const ahead = CLOCKS_AHEAD_MS[this.#born % CLOCKS_AHEAD_MS.length] ?? 0;
    const args = [CONTENDER, this.#apiServer, this.#counter, name, String(ahead)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('exit', (exitCode) => {
      if (exitCode !== null && exitCode !== 0) this.#failed.push(`${name} ended by itself with ${exitCode}`);
    });
    this.#processes.set(name, child);
  }

  /** Sends a signal to the process of that identity. */
  signal(identity: string, signal: NodeJS.Signals): void {
    const child = this.#processes.get(identity.split('_')[0] ?? '');
    if (child === undefined || child.exitCode !== null) throw new Error(`${identity} does not run`);
    child.kill(signal);
  }

  /** Throws if one has ended that nobody has ended. */
  check(): void {
    if (this.#failed.length === 0) return;
    throw new Error(`${this.#failed.join(', ')}; does 'npm run build' come first?`);
  }

  /** Lets a stopped process go on, if it is still there. */
  resume(identity: string): void {
    this.#processes.get(identity.split('_')[0] ?? '')?.kill('SIGCONT');
  }

  /** Ends when the process has ended; answers with its exit code, or absent if a signal killed it. */
  async gone(identity: string): Promise<number | undefined> {
    const name = identity.split('_')[0] ?? '';
    const child = this.#processes.get(name);
    if (child === undefined) return undefined;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    this.#processes.delete(name);
    return child.exitCode ?? undefined;
  }

  async killAll(): Promise<void> {
    for (const child of this.#processes.values()) child.kill('SIGKILL');
    await Promise.all([...this.#processes.keys()].map((name) => this.gone(name)));
  }
}
