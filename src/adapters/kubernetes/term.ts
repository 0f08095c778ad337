import type { Clock } from '../../ports/clock.ts';
import { type LeaseTiming, writeWindowMs } from './lease-timing.ts';

/**
 * Whether we lead, and until when we may write. Both rest on the moment at which the last successful renewal was
 * *sent*: the others may count their wait from any moment after it, and never from one before it.
 *
 * The API server does not stop a leader whose time is over (a lease is no fence), so the leader has to stop itself,
 * and early enough: its last write must have ended before the lease can be another's.
 */
export class Term {
  readonly #clock: Clock;
  readonly #timing: LeaseTiming;
  readonly #listeners = new Set<() => void>();
  #sentMs = Number.NEGATIVE_INFINITY;
  #told = false;
  #cancelAlarm: () => void = () => undefined;

  constructor(clock: Clock, timing: LeaseTiming) {
    this.#clock = clock;
    this.#timing = timing;
  }

  /** A renewal has succeeded. */
  renewed(sentMs: number): void {
    this.#sentMs = sentMs;
    this.#cancelAlarm();
    this.#alarm();
  }

  /** Over at once, whatever time was left. */
  end(): void {
    this.#sentMs = Number.NEGATIVE_INFINITY;
    this.#cancelAlarm();
    this.#tell();
  }

  isLeading(): boolean {
    return this.#clock.nowMs() < this.#endMs();
  }

  writeUntilMs(): number {
    return this.#sentMs + writeWindowMs(this.#timing);
  }

  onChange(listener: () => void): () => void {
    // A listener of its own for each call, so that one function can be told twice, and stopped once.
    const entry = (): void => listener();
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  #endMs(): number {
    return this.#sentMs + this.#timing.renewDeadlineMs;
  }

  /** Tells how it stands now, and again when it is over. Sets itself anew, as a timer may fire a little early. */
  #alarm(): void {
    this.#tell();
    const leftMs = this.#endMs() - this.#clock.nowMs();
    if (leftMs > 0) this.#cancelAlarm = this.#clock.after(Math.ceil(leftMs), () => this.#alarm());
  }

  #tell(): void {
    const leading = this.isLeading();
    if (leading === this.#told) return;
    this.#told = leading;
    for (const listener of this.#listeners) listener();
  }
}
