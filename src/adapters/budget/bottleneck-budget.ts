import type { Clock } from '../../ports/clock.ts';
import {
  type BudgetState,
  NotSentError,
  type Priority,
  type RateBudget,
  type Spending,
} from '../../ports/rate-budget.ts';
import { createPauseGate, type PauseGate } from './pause-gate.ts';
import { RequestQueue } from './request-queue.ts';
import { SlotReserve } from './slot-reserve.ts';
import { createSlotWindow, type Slot, type SlotMemory, type SlotWindow, WINDOW_MS } from './slot-window.ts';
import type { Place } from './waiting-line.ts';

const URGENT: readonly Priority[] = ['write', 'changed'];

export interface BudgetOptions {
  /** Requests the account may send in any window, at least 1. */
  readonly requestsPerMinute: number;
  readonly clock: Clock;
  /** The length of the window, 60 s by default. */
  readonly windowMs?: number;
  /** Requests that may be under way at once, 20 by default. */
  readonly inFlightMax?: number;
  /** Slots that are taken at the start, each by the milliseconds until it is free again. */
  readonly takenForMs?: readonly number[];
  /** Remembers slots beyond the life of this process. */
  readonly memory?: SlotMemory;
  /** Slots that a sweep leaves to others at most, 3 by default; 0 where nothing urgent can come in between. */
  readonly reserveMax?: number;
}

/**
 * The rate budget of one account in one process. The queue keeps the order and the number of free slots, the window
 * says when a slot is free again, and the reserve which slots a sweep must leave to others.
 */
export function createBottleneckBudget(options: BudgetOptions): RateBudget {
  return new BottleneckBudget(options);
}

class BottleneckBudget implements RateBudget {
  readonly #options: BudgetOptions;
  readonly #queue: RequestQueue;
  readonly #window: SlotWindow;
  readonly #gate: PauseGate;
  readonly #reserve: SlotReserve;
  /** Requests whose turn has not come yet. */
  readonly #urgent = new Set<Place>();
  readonly #patient = new Set<Place>();

  constructor(options: BudgetOptions) {
    const { requestsPerMinute, clock, windowMs = WINDOW_MS, takenForMs = [], memory, inFlightMax } = options;
    this.#options = options;
    this.#gate = createPauseGate(clock);
    this.#queue = new RequestQueue({
      inFlightMax,
      slots: () => this.#reserve.queued,
      onQueued: (place, priority) => this.#wait(place, priority),
    });
    this.#window = createSlotWindow({ clock, windowMs, memory, onFree: () => this.#reserve.returned() });
    const reserve = {
      slotsMax: options.reserveMax,
      requestsPerMinute,
      windowMs,
      clock,
      freeInMs: (n: number) => this.#window.freeInMs(n),
      demand: () => ({
        urgent: this.#urgent.size,
        patient: this.#patient.size,
        underWay: this.#window.underWay(),
      }),
      release: (slots: number) => this.#queue.add(slots),
    };
    this.#reserve = new SlotReserve(reserve, requestsPerMinute - takenForMs.length);
    for (const ms of takenForMs) this.#window.block(1, ms);
  }

  async spend<T>({ priority, signal }: Spending, send: () => Promise<T>): Promise<T> {
    const place = this.#queue.enter(signal);
    return await this.#queue.run(place, priority, () => this.#takeTurn(place, send));
  }

  pause(ms: number): void {
    this.#gate.pause(ms);
    this.#options.memory?.paused(ms);
  }

  noteRemaining(requests: number): void {
    const surplus = this.#free() - requests;
    if (surplus <= 0) return;
    this.#window.block(surplus, this.#options.windowMs ?? WINDOW_MS);
    this.#reserve.block(surplus);
  }

  /** During a pause nothing may leave, so nothing remains. */
  state(): BudgetState {
    const pausedForMs = this.#gate.pausedForMs();
    const free = Math.max(0, this.#free() - this.#queue.length());
    const { requestsPerMinute: perMinute } = this.#options;
    return { perMinute, remaining: pausedForMs > 0 ? 0 : free, pausedForMs };
  }

  close(): Promise<void> {
    this.#queue.close();
    this.#window.close();
    this.#reserve.close();
    return Promise.resolve();
  }

  #free(): number {
    return this.#options.requestsPerMinute - this.#window.taken();
  }

  /** Counts a request as waiting until its turn has come, or its caller leaves. */
  #wait(place: Place, priority: Priority): void {
    if (place.left.aborted) return;
    const waiting = URGENT.includes(priority) ? this.#urgent : this.#patient;
    waiting.add(place);
    place.left.addEventListener('abort', () => waiting.delete(place));
    this.#reserve.joined();
  }

  async #takeTurn<T>(place: Place, send: () => Promise<T>): Promise<T> {
    this.#urgent.delete(place);
    this.#patient.delete(place);
    this.#reserve.taken();
    const slot = this.#window.take();
    try {
      await this.#gate.opened(place.left);
      place.depart();
    } catch (reason) {
      slot.ended('unused');
      throw reason;
    }
    return await this.#settle(slot, send);
  }

  async #settle<T>(slot: Slot, send: () => Promise<T>): Promise<T> {
    try {
      const answer = await send();
      slot.ended('answered');
      return answer;
    } catch (error) {
      slot.ended(error instanceof NotSentError ? 'unused' : 'lost');
      throw error;
    } finally {
      this.#reserve.ended();
    }
  }
}
