import type { Clock } from '../../ports/clock.ts';

/** Lets one loop sleep until a moment comes, somebody rings, or the process ends. */
export class Bell {
  readonly #clock: Clock;
  #ring = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    this.#ring.abort();
  }

  /** Resolves at `untilMs` on the clock, at a ring (also one since the last call), or when the signal is aborted. */
  async wait(untilMs: number, signal: AbortSignal): Promise<void> {
    const ms = Math.max(0, untilMs - this.#clock.nowMs());
    await this.#clock.sleep(ms, AbortSignal.any([signal, this.#ring.signal])).catch(() => undefined);
    if (this.#ring.signal.aborted) this.#ring = new AbortController();
  }
}
