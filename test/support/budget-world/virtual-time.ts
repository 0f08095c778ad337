import { vi } from 'vitest';
import { ProcessGate } from './process-gate.ts';
import { type Timer, TimerLine } from './timer-line.ts';

const nextTurn = setImmediate;
const ORIGINALS = { setTimeout, clearTimeout } as const;

/**
 * Virtual time for a world with one process at a time. What the process sets with `setTimeout`, Bottleneck included,
 * comes through its gate, so while it is stopped or dead, the world goes on. Vitest fakes `Date` and `performance`;
 * the timers are our own, as its list of them is searched from end to end for each one that fires.
 */
export class VirtualTime {
  readonly #line = new TimerLine();
  #nowMs = 0;
  #gate = new ProcessGate();

  constructor() {
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.UTC(2026, 0, 1) });
    const set = (action: () => void, ms?: number): Timer => this.#setProcessTimer(action, ms);
    Object.assign(globalThis, { setTimeout: set, clearTimeout: (timer?: Timer) => timer?.cancel() });
  }

  /** Milliseconds since the beginning of the world, whatever anybody does to the wall clock. */
  nowMs(): number {
    return this.#nowMs;
  }

  /** Something that happens in the world, and not in the process; in whole milliseconds. */
  after(ms: number, happen: () => void): void {
    this.#line.add(this.#nowMs + Math.ceil(ms), happen);
  }

  /** From now on timers belong to a new process. The one before must be dead. */
  startProcess(): ProcessGate {
    this.#gate = new ProcessGate();
    return this.#gate;
  }

  /** A process that was stopped goes on: all that came due fires one after the other, each with what follows from it. */
  letGoOn(gate: ProcessGate): void {
    for (const action of gate.goOn()) this.after(0, () => gate.deliver(action));
  }

  stepWallClock(ms: number): void {
    vi.setSystemTime(Date.now() + ms);
  }

  async runUntil(ms: number): Promise<void> {
    await this.runWhile(() => this.#line.nextMs() <= ms);
    this.#advanceTo(ms);
  }

  async runWhile(goOn: () => boolean): Promise<void> {
    await settled();
    while (goOn()) {
      this.#advanceTo(this.#line.nextMs());
      this.#line.fireNext();
      await settled();
    }
  }

  end(): void {
    this.#gate.kill();
    Object.assign(globalThis, ORIGINALS);
    vi.useRealTimers();
  }

  #advanceTo(ms: number): void {
    if (ms <= this.#nowMs) return;
    if (!Number.isFinite(ms)) throw new Error('Nothing will ever happen again in this world');
    vi.advanceTimersByTime(ms - this.#nowMs);
    this.#nowMs = ms;
  }

  /** Node's timers take at least 1 ms, and whole ones. */
  #setProcessTimer(action: () => void, ms = 1): Timer {
    const gate = this.#gate;
    const timer = this.#line.add(this.#nowMs + Math.max(1, Math.trunc(ms)), () =>
      // Between coming due and being delivered it may still be cancelled.
      gate.deliver(() => timer.cancelled || action()),
    );
    return timer;
  }
}

/** Lets a story happen in virtual time, by a process that nothing befalls. The answer is what it tells. */
export async function virtually<T>(story: () => Promise<T>): Promise<T> {
  const time = new VirtualTime();
  try {
    time.startProcess();
    let open = true;
    const told = story().finally(() => {
      open = false;
    });
    await time.runWhile(() => open);
    return await told;
  } finally {
    time.end();
  }
}

/** Promises are settled before the next timer fires, as in a real process. */
function settled(): Promise<void> {
  return new Promise((resolve) => nextTurn(resolve));
}
