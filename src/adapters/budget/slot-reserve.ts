import type { Clock } from '../../ports/clock.ts';
import { WINDOW_MS } from './slot-window.ts';

/** Slots that come back within this time are as good as in the reserve; a line nobody has joined for so long is complete. */
const SOON_MS = 1000;
const SIZE_MAX = 3;
const REQUESTS_FOR_EACH = 20;

/** Requests that wait for a slot, and those that have theirs and no answer yet. */
export interface Demand {
  /** Writes, and domains whose configuration changed. */
  readonly urgent: number;
  readonly patient: number;
  readonly underWay: number;
}

export interface ReserveOptions {
  /** Slots to hold back at most, 3 by default; 0 where nothing urgent can come in between. */
  readonly slotsMax?: number | undefined;
  readonly requestsPerMinute: number;
  readonly windowMs: number;
  readonly clock: Clock;
  /** Milliseconds until the `n`th slot from now on comes back. */
  readonly freeInMs: (n: number) => number;
  readonly demand: () => Demand;
  /** Puts slots into the queue, where the most urgent request takes them. */
  readonly release: (slots: number) => void;
}

/**
 * Holds a few slots back from a long sweep. A sweep spends the whole window in its first seconds; without a reserve a
 * changed configuration would then wait for most of a minute, whatever its priority.
 *
 * | when                                               | the reserve                                             |
 * |----------------------------------------------------|---------------------------------------------------------|
 * | an urgent request waits and the queue is empty     | gives it what it needs                                  |
 * | it has enough for all, and no others follow        | gives all: there is nothing to hold back for            |
 * | without it the last of a long line is a window late | gives all                                              |
 * | other slots come back within a second              | gives one for each of them: they fill it again in time  |
 * | the last slots of a burst come back                | is filled with them                                     |
 *
 * So no request is lost: each slot is used in its window, a few of them late in it. A sweep whose requests come bit by
 * bit, so that its length is not seen, may end up to a window later for it.
 */
export class SlotReserve {
  readonly #options: ReserveOptions;
  readonly #size: number;
  #held: number;
  /** Slots that lie in the queue for anybody. */
  #queued: number;
  #joinedAtMs = Number.NEGATIVE_INFINITY;
  /** When requests ended, within the last second. */
  #endedAtMs: readonly number[] = [];
  #cancelTimer: (() => void) | undefined;

  constructor(options: ReserveOptions, free: number) {
    this.#options = options;
    const { slotsMax = SIZE_MAX, requestsPerMinute } = options;
    this.#size = Math.min(slotsMax, Math.floor(requestsPerMinute / REQUESTS_FOR_EACH));
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
    this.balance();
  }

  /** Others used slots that are free by our count: the reserve gives first, then the queue. */
  block(slots: number): void {
    const fromReserve = Math.min(this.#held, slots);
    this.#held -= fromReserve;
    if (slots > fromReserve) this.#queue(fromReserve - slots);
  }

  /** A slot is free again. */
  returned(): void {
    this.#held += 1;
    this.balance();
  }

  /** Somebody begins to wait. */
  joined(): void {
    this.#joinedAtMs = this.#options.clock.nowMs();
    this.balance();
  }

  /** A request ended: its slot begins to come back, and whoever sent it may have another one. */
  ended(): void {
    this.#endedAtMs = [...this.#endedLately(), this.#options.clock.nowMs()];
    this.balance();
  }

  balance(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const comingSoon = this.#comingSoon();
    const spare = this.#held - (this.#size - comingSoon);
    const slots = Math.min(this.#held, Math.max(spare, this.#needed()));
    if (slots > 0) {
      this.#held -= slots;
      this.#queue(slots);
    }
    if (this.#held === 0 || this.#options.demand().patient === 0) return;
    const inMs = Math.min(this.#options.freeInMs(comingSoon + 1) - this.#soonMs(), this.#lineCompleteInMs());
    if (Number.isFinite(inMs))
      this.#cancelTimer = this.#options.clock.after(Math.max(0, inMs), () => this.balance());
  }

  close(): void {
    this.#cancelTimer?.();
  }

  /** How many slots come back so soon that they need not be held back; no more than the reserve has room for. */
  #comingSoon(): number {
    let slots = 0;
    while (slots < this.#size && this.#options.freeInMs(slots + 1) <= this.#soonMs()) slots += 1;
    return slots;
  }

  #needed(): number {
    const { urgent, patient, underWay } = this.#options.demand();
    const lacking = urgent + patient - this.#queued;
    // Where requests keep coming, most of those who get an answer have another one, but not in the same moment.
    const following = Number.isFinite(this.#lineCompleteInMs()) ? underWay + this.#endedLately().length : 0;
    if (lacking + following <= this.#held || this.#delaysTheLast(lacking)) return lacking;
    return Math.max(0, urgent - this.#queued);
  }

  /** Milliseconds until nobody has joined for so long that the line is complete; `Infinity` if it is already. */
  #lineCompleteInMs(): number {
    const inMs = this.#joinedAtMs + this.#soonMs() - this.#options.clock.nowMs();
    return inMs > 0 ? inMs : Number.POSITIVE_INFINITY;
  }

  #endedLately(): readonly number[] {
    const sinceMs = this.#options.clock.nowMs() - this.#soonMs();
    return this.#endedAtMs.filter((atMs) => atMs > sinceMs);
  }

  /** Whether a line of more than a window gets a window longer if slots are held back in each window until its end. */
  #delaysTheLast(lacking: number): boolean {
    const { requestsPerMinute } = this.#options;
    if (lacking < requestsPerMinute) return false;
    const windows = Math.ceil((lacking - this.#held) / requestsPerMinute);
    return Math.ceil((lacking + windows * this.#size) / requestsPerMinute) > windows;
  }

  #queue(slots: number): void {
    this.#queued += slots;
    this.#options.release(slots);
  }

  #soonMs(): number {
    return SOON_MS * (this.#options.windowMs / WINDOW_MS);
  }
}
