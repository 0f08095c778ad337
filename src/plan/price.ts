/** What sending a plan's calls will take. */
export interface Price {
  readonly calls: number;
  /** Seconds until the last call may leave, at the present budget; latency comes on top. */
  readonly seconds: number;
}

/** The part of a budget that decides about time. */
export interface PresentBudget {
  readonly perMinute: number;
  readonly remaining: number;
  readonly pausedForMs: number;
}

/**
 * The first `remaining` calls leave at once; each further `perMinute` of them takes one more minute.
 * A pause that the server asked for comes first.
 */
export function priceOf(calls: number, budget: PresentBudget): Price {
  if (calls === 0) return { calls, seconds: 0 };
  const waiting = Math.max(0, calls - budget.remaining);
  return {
    calls,
    seconds: Math.ceil(budget.pausedForMs / 1000) + 60 * Math.ceil(waiting / budget.perMinute),
  };
}
