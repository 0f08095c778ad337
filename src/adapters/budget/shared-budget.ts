import type { Clock } from '../../ports/clock.ts';
import { type BudgetState, NotSentError, type RateBudget, type Spending } from '../../ports/rate-budget.ts';
import type { SharedSlot } from './redis/shared-slot.ts';
import type { SharedWindow } from './redis/shared-window.ts';
import type { RequestQueue } from './request-queue.ts';
import type { Place } from './waiting-line.ts';

export interface SharedBudgetOptions {
  readonly window: SharedWindow;
  readonly queue: RequestQueue;
  readonly requestsPerMinute: number;
  readonly clock: Clock;
}

/**
 * The rate budget of one account in several processes. The queue keeps the order of this process; each request then
 * takes its slot from the window that all of them share, and none leaves without.
 */
export function createSharedBudget(options: SharedBudgetOptions): RateBudget {
  return new SharedBudget(options);
}

class SharedBudget implements RateBudget {
  readonly #options: SharedBudgetOptions;

  constructor(options: SharedBudgetOptions) {
    this.#options = options;
  }

  async spend<T>({ priority, signal }: Spending, send: () => Promise<T>): Promise<T> {
    const { queue } = this.#options;
    const place = queue.enter(signal);
    return await queue.run(place, priority, () => this.#takeTurn(place, send));
  }

  pause(ms: number): void {
    // It never rejects, and resolves when Redis knows.
    this.#options.window.pause(ms).catch(() => undefined);
  }

  /** The server counts the requests of all processes, this process only its own: a lower number is no news here. */
  noteRemaining(): void {}

  state(): BudgetState {
    const { window, requestsPerMinute: perMinute } = this.#options;
    const { remaining, pausedForMs } = window.state();
    return { perMinute, remaining: Math.min(perMinute, remaining), pausedForMs };
  }

  async close(): Promise<void> {
    this.#options.queue.close();
    await this.#options.window.close();
  }

  async #takeTurn<T>(place: Place, send: () => Promise<T>): Promise<T> {
    const slot = await this.#freshSlot(place);
    try {
      place.depart();
    } catch (reason) {
      slot.unused();
      throw reason;
    }
    try {
      const answer = await send();
      slot.answered();
      return answer;
    } catch (error) {
      if (error instanceof NotSentError) slot.unused();
      else slot.lost();
      throw error;
    }
  }

  /** A process that was stopped and continued finds its slots too old to be used. */
  async #freshSlot(place: Place): Promise<SharedSlot> {
    const { window, clock } = this.#options;
    for (;;) {
      const slot = await window.acquire(place.left);
      if (clock.nowMs() <= slot.sendBeforeMs) return slot;
      slot.unused();
    }
  }
}
