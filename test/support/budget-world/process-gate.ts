/**
 * What stands between a simulated process and everything that could make it run: its timers and the answers it gets.
 * A stopped process (SIGSTOP, a laptop asleep, a starved container) gets everything late and in order, a killed one
 * nothing any more.
 */
export class ProcessGate {
  #state: 'running' | 'stopped' | 'dead' = 'running';
  #late: (() => void)[] = [];

  get dead(): boolean {
    return this.#state === 'dead';
  }

  /** Runs `action` now, when the process goes on, or never. */
  deliver(action: () => void): void {
    if (this.#state === 'running') action();
    else if (this.#state === 'stopped') this.#late.push(action);
  }

  stop(): void {
    if (this.#state === 'running') this.#state = 'stopped';
  }

  /** The answer is what came due meanwhile, oldest first. */
  goOn(): readonly (() => void)[] {
    if (this.#state !== 'stopped') return [];
    this.#state = 'running';
    const late = this.#late;
    this.#late = [];
    return late;
  }

  kill(): void {
    this.#state = 'dead';
    this.#late = [];
  }
}
