import Bottleneck from 'bottleneck';
import type { Clock } from '../../ports/clock.ts';
import {
  type BudgetState,
  PRIORITIES,
  type Priority,
  type RateBudget,
  type Spending,
} from '../../ports/rate-budget.ts';
import { createPauseGate, type PauseGate } from './pause-gate.ts';
import { SlotReserve } from './slot-reserve.ts';
import { createSlotWindow, type Slot, type SlotMemory, type SlotWindow, WINDOW_MS } from './slot-window.ts';
import { createWaitingLine, type Place, type WaitingLine } from './waiting-line.ts';

const IN_FLIGHT_MAX = 20;

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
}

/**
 * The rate budget of one account in one process. Bottleneck keeps the queue, the priorities, the cap on requests under
 * way and the number of free slots (its reservoir); the window says when a slot is free again, and the reserve which
 * slots a sweep must leave to others.
 */
export function createBottleneckBudget(options: BudgetOptions): RateBudget {
  return new BottleneckBudget(options);
}

class BottleneckBudget implements RateBudget {
  readonly #options: BudgetOptions;
  readonly #window: SlotWindow;
  readonly #gate: PauseGate;
  readonly #reserve: SlotReserve;
  readonly #line: WaitingLine = createWaitingLine();
  /** Requests whose turn has not come yet. */
  readonly #waiting = { urgent: 0, patient: 0 };
  #limiter: Bottleneck | undefined;

  constructor(options: BudgetOptions) {
    const { requestsPerMinute, clock, windowMs = WINDOW_MS, takenForMs = [], memory } = options;
    this.#options = options;
    this.#gate = createPauseGate(clock);
    this.#window = createSlotWindow({ clock, windowMs, memory, onFree: () => this.#reserve.returned() });
    const reserve = {
      requestsPerMinute,
      windowMs,
      clock,
      freeInMs: (n: number) => this.#window.freeInMs(n),
      waiting: () => this.#waiting,
      release: (slots: number) => void this.#limiter?.incrementReservoir(slots).catch(() => undefined),
    };
    this.#reserve = new SlotReserve(reserve, requestsPerMinute - takenForMs.length);
    for (const ms of takenForMs) this.#window.block(1, ms);
  }

  async spend<T>({ priority, signal }: Spending, send: () => Promise<T>): Promise<T> {
    const place = this.#line.enter(signal);
    const turn = this.#wait(URGENT.includes(priority) ? 'urgent' : 'patient', place);
    return await new Promise<T>((resolve, reject) => {
      // Bottleneck cannot cancel a job: the caller leaves at once, and its job sends nothing when its turn comes.
      place.left.addEventListener('abort', () => reject(place.left.reason));
      const job = (): Promise<void> => this.#takeTurn(place, turn, send).then(resolve, reject);
      this.#queue()
        .schedule({ priority: PRIORITIES.indexOf(priority) }, job)
        .catch(reject);
    });
  }

  pause(ms: number): void {
    this.#gate.pause(ms);
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
    const free = Math.max(0, this.#free() - this.#line.length());
    const { requestsPerMinute: perMinute } = this.#options;
    return { perMinute, remaining: pausedForMs > 0 ? 0 : free, pausedForMs };
  }

  close(): void {
    this.#line.close(new Error('The rate budget is closed'));
    this.#window.close();
    this.#reserve.close();
    this.#limiter?.stop({ dropWaitingJobs: true }).catch(() => undefined);
  }

  #free(): number {
    return this.#options.requestsPerMinute - this.#window.taken();
  }

  /** Counts a request as waiting until the answer is called, or its caller leaves. */
  #wait(kind: 'urgent' | 'patient', place: Place): () => void {
    let counts = true;
    const turn = (): void => {
      if (counts) this.#waiting[kind] -= 1;
      counts = false;
    };
    this.#waiting[kind] += 1;
    place.left.addEventListener('abort', turn);
    this.#reserve.balance();
    return turn;
  }

  async #takeTurn<T>(place: Place, turn: () => void, send: () => Promise<T>): Promise<T> {
    turn();
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
      slot.ended('lost');
      throw error;
    } finally {
      this.#reserve.balance();
    }
  }

  /**
   * No `reservoirRefresh`: it is a fixed window on the wall clock, which lets twice the budget through. Bottleneck also
   * paces by the wall clock, which a correction would halt; the impossible `minTime` takes its pacing out, and its first
   * look at the clock is left until there is work.
   */
  #queue(): Bottleneck {
    this.#limiter ??= new Bottleneck({
      reservoir: this.#reserve.queued,
      maxConcurrent: this.#options.inFlightMax ?? IN_FLIGHT_MAX,
      minTime: Number.NEGATIVE_INFINITY,
    });
    return this.#limiter;
  }
}
