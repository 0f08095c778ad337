/** What a request is for; earlier ones in this list go first when several wait. */
export const PRIORITIES = ['write', 'changed', 'retry', 'sweep'] as const;

export type Priority = (typeof PRIORITIES)[number];

export interface BudgetState {
  /** Requests the account may send in any 60 seconds, by configuration. */
  readonly perMinute: number;
  /** Requests that may leave now without waiting. */
  readonly remaining: number;
  /** Milliseconds until a pause asked for by the server ends; 0 if there is none. */
  readonly pausedForMs: number;
}

/** The requests an account may still send. Every request, read or write, first try or retry, takes one slot of it. */
export interface RateBudget {
  /**
   * Waits for a slot, then calls `send` once. `send` resolves when an answer has arrived and rejects when the attempt
   * ended without one; both are passed on. Rejects with the signal's reason if aborted while waiting.
   */
  spend<T>(spending: Spending, send: () => Promise<T>): Promise<T>;
  /** The server said stop: no request leaves for `ms` milliseconds. A longer pause that is under way stays. */
  pause(ms: number): void;
  /** The server says how many requests are left; if that is less than our own count, somebody else used the rest. */
  noteRemaining(requests: number): void;
  state(): BudgetState;
  /** Ends all timers and connections, so that a process can exit; waiting requests are rejected. */
  close(): Promise<void>;
}

/** Thrown by `send` when it did not send after all: its slot is free again at once. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';
}

export interface Spending {
  readonly priority: Priority;
  readonly signal: AbortSignal;
}
