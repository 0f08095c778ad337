import type { Clock } from '../../ports/clock.ts';
import { WINDOW_MS } from './slot-window.ts';

/** How long before slots come back anyway the reserve is given to whoever waits. */
const LOOKAHEAD_MS = 1000;
const SIZE_MAX = 3;
const REQUESTS_FOR_EACH = 20;

/** Requests that wait for a slot: urgent ones are writes and domains whose configuration changed. */
export interface Waiting {
  readonly urgent: number;
  readonly patient: number;
}

export interface ReserveOptions {
  readonly requestsPerMinute: number;
  readonly windowMs: number;
  readonly clock: Clock;
  /** Milliseconds until the `n`th slot from now on comes back. */
  readonly freeInMs: (n: number) => number;
  readonly waiting: () => Waiting;
  /** Puts slots into the queue, where the most urgent request takes them. */
  readonly release: (slots: number) => void;
}

/**
 * Holds a few slots back from a long sweep. A sweep spends the whole window in its first seconds; without a reserve a
 * changed configuration would then wait for most of a minute, whatever its priority.
 *
 * | when                                                   | the reserve                                       |
 * |--------------------------------------------------------|---------------------------------------------------|
 * | an urgent request waits and the queue is empty         | gives it what it needs                            |
 * | no more requests wait than the reserve and the queue have | gives all: there is nothing to hold back for     |
 * | other slots come back within a second                  | gives all: then nobody waits longer than that     |
 * | the last slots of a burst come back                    | is filled with them                               |
 *
 * So it costs no request: each slot is used in its window, a few of them late in it.
 */
export class SlotReserve {
  readonly #options: ReserveOptions;
  readonly #size: number;
  #held: number;
  /** Slots that lie in the queue for anybody. */
  #queued: number;
  #cancelTimer: (() => void) | undefined;

  constructor(options: ReserveOptions, free: number) {
    this.#options = options;
    this.#size = Math.min(SIZE_MAX, Math.floor(options.requestsPerMinute / REQUESTS_FOR_EACH));
    this.#held = Math.max(0, Math.min(this.#size, free));
    this.#queued = free - this.#held;
  }

  /** What the queue starts with. */
  get queued(): number {
    return this.#queued;
  }

  /** A request took a slot out of the queue. */
  taken(): void {
    this.#queued -= 1;
  }

  /** Others used slots that are free by our count: the reserve gives first, then the queue. */
  block(slots: number): void {
    const fromReserve = Math.min(this.#held, slots);
    this.#held -= fromReserve;
    if (slots > fromReserve) this.#queue(fromReserve - slots);
  }

  /** A slot is free again. */
  returned(): void {
    const missing = this.#size - this.#held;
    if (missing > 0 && this.#options.freeInMs(missing) > this.#lookaheadMs()) this.#held += 1;
    else this.#queue(1);
    this.balance();
  }

  /** To be called whenever somebody begins to wait, or a slot begins to come back. */
  balance(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const slots = Math.min(this.#held, this.#needed());
    this.#held -= slots;
    if (slots > 0) this.#queue(slots);
    if (this.#held === 0 || this.#options.waiting().patient === 0) return;
    const inMs = this.#options.freeInMs(1) - this.#lookaheadMs();
    if (Number.isFinite(inMs))
      this.#cancelTimer = this.#options.clock.after(Math.max(0, inMs), () => this.balance());
  }

  close(): void {
    this.#cancelTimer?.();
  }

  #needed(): number {
    const { urgent, patient } = this.#options.waiting();
    const lacking = urgent + patient - this.#queued;
    if (lacking <= 0) return 0;
    if (lacking <= this.#held || this.#options.freeInMs(1) <= this.#lookaheadMs()) return lacking;
    return Math.max(0, urgent - this.#queued);
  }

  #queue(slots: number): void {
    this.#queued += slots;
    this.#options.release(slots);
  }

  #lookaheadMs(): number {
    return LOOKAHEAD_MS * (this.#options.windowMs / WINDOW_MS);
  }
}
