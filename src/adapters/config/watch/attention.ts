import type { Clock } from '../../../ports/clock.ts';

/** Sleeps between two looks at the files, and wakes early when there is a reason. */
export class Attention {
  readonly #clock: Clock;
  #drawn = false;
  #wake: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** There is something to look at: the present rest ends, or the next one does at once. */
  draw(): void {
    this.#drawn = true;
    this.#wake();
  }

  /** A look starts: what draws attention from now on is news. */
  look(): void {
    this.#drawn = false;
  }

  /** Sleeps until attention is drawn, for `ms` at most, or until the signal is aborted. */
  async rest(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#drawn) return;
    await this.#sleep(ms, signal, (wake) => {
      this.#wake = wake;
    });
  }

  /** Sleeps for `ms` whatever draws attention, or until the signal is aborted. */
  async pause(ms: number, signal: AbortSignal): Promise<void> {
    await this.#sleep(ms, signal, () => undefined);
  }

  async #sleep(ms: number, signal: AbortSignal, onStart: (wake: () => void) => void): Promise<void> {
    if (signal.aborted) return;
    const ending = new AbortController();
    const end = () => ending.abort();
    signal.addEventListener('abort', end);
    onStart(end);
    try {
      await this.#clock.sleep(ms, ending.signal);
    } catch (error) {
      if (!ending.signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}
