import type { Clock } from '../../../src/ports/clock.ts';

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly life: Life | undefined;
  readonly action: () => void;
}

/** One life of one process on the timeline: it has a clock of its own, can be frozen, and killed. */
export interface Life {
  readonly clock: Clock;
  /** Calls `action` in this process; later if it is frozen then, never if it is dead. */
  deliver(afterMs: number, action: () => void): void;
  isAlive(): boolean;
  freeze(): void;
  thaw(): void;
  kill(): void;
}

/**
 * Time that passes only when `run` is called, for several processes and the network between them. Whatever is due
 * happens in its order, and what follows from it at once (promises) has happened before the next.
 */
export class Timeline {
  nowMs = 0;
  #order = 0;
  #due: Due[] = [];
  readonly #frozen = new Map<Life, Due[]>();
  readonly #dead = new Set<Life>();

  /** Lets time pass up to `untilMs`. */
  async run(untilMs: number): Promise<void> {
    await settled();
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.#happen(next);
      await settled();
    }
    this.nowMs = untilMs;
  }

  /** Something outside of all processes: the network, a server, a person. */
  after(afterMs: number, action: () => void): () => void {
    return this.#add(afterMs, action, undefined);
  }

  /** `aheadMs`: how far the clock on its wall is off; its other clock begins at a number of its own. */
  birth(aheadMs = 0): Life {
    const startMs = 1000 + Math.abs(aheadMs % 977);
    const life: Life = {
      clock: {
        nowMs: () => startMs + this.nowMs,
        wallMs: () => Date.UTC(2026, 0, 1) + aheadMs + this.nowMs,
        after: (ms, action) => this.#add(ms, action, life),
        sleep: (ms, signal) =>
          new Promise((resolve, reject) => {
            if (signal?.aborted) return reject(signal.reason);
            const abort = (): void => {
              cancel();
              reject(signal?.reason);
            };
            const wake = (): void => {
              signal?.removeEventListener('abort', abort);
              resolve();
            };
            const cancel = this.#add(ms, wake, life);
            signal?.addEventListener('abort', abort);
          }),
      },
      deliver: (ms, action) => void this.#add(ms, action, life),
      isAlive: () => !this.#dead.has(life),
      freeze: () => {
        if (!this.#frozen.has(life)) this.#frozen.set(life, []);
      },
      thaw: () => {
        const missed = this.#frozen.get(life) ?? [];
        this.#frozen.delete(life);
        this.#due.push(...missed);
      },
      kill: () => void this.#dead.add(life),
    };
    return life;
  }

  #add(afterMs: number, action: () => void, life: Life | undefined): () => void {
    this.#order += 1;
    const due = { atMs: this.nowMs + Math.max(0, afterMs), order: this.#order, life, action };
    this.#due.push(due);
    return () => {
      this.#due = this.#due.filter((other) => other !== due);
      for (const [frozen, missed] of this.#frozen) {
        this.#frozen.set(
          frozen,
          missed.filter((other) => other !== due),
        );
      }
    };
  }

  #next(untilMs: number): Due | undefined {
    let next: Due | undefined;
    for (const due of this.#due) {
      if (due.atMs > untilMs) continue;
      if (next === undefined || due.atMs < next.atMs || (due.atMs === next.atMs && due.order < next.order)) {
        next = due;
      }
    }
    return next;
  }

  #happen(due: Due): void {
    this.#due = this.#due.filter((other) => other !== due);
    const { life, action } = due;
    if (life !== undefined && this.#dead.has(life)) return;
    const missed = life === undefined ? undefined : this.#frozen.get(life);
    if (missed === undefined) action();
    else missed.push(due);
  }
}

/** Until all promises that can go on have gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
