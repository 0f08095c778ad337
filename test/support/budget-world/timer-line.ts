/** A timer as Node's `setTimeout` gives it back, as far as anybody here asks. */
export class Timer {
  readonly atMs: number;
  readonly fire: () => void;
  cancelled = false;

  constructor(atMs: number, fire: () => void) {
    this.atMs = atMs;
    this.fire = fire;
  }

  cancel(): void {
    this.cancelled = true;
  }

  unref(): this {
    return this;
  }
}

/** Timers in the order in which they fire: by time, and those of the same moment as they were added. */
export class TimerLine {
  /** The next one is the last one. */
  readonly #timers: Timer[] = [];

  add(atMs: number, fire: () => void): Timer {
    const timer = new Timer(atMs, fire);
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#timers[middle]?.atMs ?? 0) > atMs) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    return timer;
  }

  /** Infinite if there is none. */
  nextMs(): number {
    return this.#timers.at(-1)?.atMs ?? Number.POSITIVE_INFINITY;
  }

  fireNext(): void {
    const timer = this.#timers.pop();
    if (timer?.cancelled === false) timer.fire();
  }
}
