import type { Clock } from '../../ports/clock.ts';
import type { BudgetState, RateBudget, Spending } from '../../ports/rate-budget.ts';
import { countedForMs, WINDOW_MS } from './slot-window.ts';

/** How long after Redis is back another process may still use its share, because it has not noticed yet. */
const NOTICE_MS = 15_000;

export interface FallbackOptions {
  /** Used while Redis can be reached. */
  readonly shared: RateBudget;
  /** Holds this process's own share; used while Redis is away. */
  readonly own: RateBudget;
  readonly clock: Clock;
  readonly windowMs?: number;
}

/** One of the two budgets, for as long as it is the one to use. */
interface Turn {
  readonly budget: RateBudget;
  readonly over: AbortController;
  /** On the clock: before that, nothing leaves. */
  readonly quietUntilMs: number;
}

/**
 * Goes on with a fixed share of the budget while Redis is away. Before each change of hands nothing leaves until what
 * was sent before cannot count any more, so the shares together never pass the budget:
 *
 * | when         | quiet for                                         | then                     |
 * |--------------|---------------------------------------------------|--------------------------|
 * | Redis is lost | one window + 60 s: slots that others still use    | the own share            |
 * | Redis is back | one window + 15 s: shares that others still use   | the window in Redis      |
 *
 * It holds as long as all processes lose Redis together. One that is cut off alone sends its share on top of what the
 * others, which still reach Redis, may send: that is why it has to be asked for.
 */
export class FallbackBudget implements RateBudget {
  readonly #options: FallbackOptions;
  #turn: Turn;

  constructor(options: FallbackOptions) {
    this.#options = options;
    this.#turn = {
      budget: options.shared,
      over: new AbortController(),
      quietUntilMs: Number.NEGATIVE_INFINITY,
    };
  }

  /** Redis can no longer be reached. */
  lost(): void {
    this.#hand(this.#options.own, countedForMs('lost', this.#windowMs()));
  }

  /** Redis can be reached. */
  connected(): void {
    const scale = this.#windowMs() / WINDOW_MS;
    this.#hand(this.#options.shared, this.#windowMs() + NOTICE_MS * scale);
  }

  async spend<T>({ priority, signal }: Spending, send: () => Promise<T>): Promise<T> {
    for (;;) {
      const { budget, over, quietUntilMs } = this.#turn;
      const either = AbortSignal.any([signal, over.signal]);
      let left = false;
      try {
        await this.#options.clock.sleep(Math.max(0, quietUntilMs - this.#options.clock.nowMs()), either);
        return await budget.spend({ priority, signal: either }, () => {
          left = true;
          return send();
        });
      } catch (error) {
        // The turn was over before the request could leave: it waits in the other budget.
        if (left || signal.aborted || !over.signal.aborted) throw error;
      }
    }
  }

  pause(ms: number): void {
    this.#options.shared.pause(ms);
    this.#options.own.pause(ms);
  }

  noteRemaining(requests: number): void {
    this.#turn.budget.noteRemaining(requests);
  }

  state(): BudgetState {
    const quietMs = Math.max(0, this.#turn.quietUntilMs - this.#options.clock.nowMs());
    const state = this.#turn.budget.state();
    return quietMs === 0
      ? state
      : { ...state, remaining: 0, pausedForMs: Math.max(state.pausedForMs, quietMs) };
  }

  async close(): Promise<void> {
    await Promise.all([this.#options.shared.close(), this.#options.own.close()]);
  }

  #hand(budget: RateBudget, quietMs: number): void {
    if (this.#turn.budget === budget) return;
    const { over } = this.#turn;
    this.#turn = { budget, over: new AbortController(), quietUntilMs: this.#options.clock.nowMs() + quietMs };
    over.abort(new Error('The budget changed hands'));
  }

  #windowMs(): number {
    return this.#options.windowMs ?? WINDOW_MS;
  }
}
