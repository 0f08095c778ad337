import type { Behaviour } from './behaviour.ts';
import type { LoggedRequest } from './request-log.ts';
import { RollingCount } from './rolling-count.ts';

/** When a request arrived, and whose budget it spends. */
export interface Arrival {
  readonly atMs: number;
  readonly budget: string;
}

export function arrivalOf({ atMs, keyId = '', headers }: LoggedRequest, behaviour: Behaviour): Arrival {
  if (behaviour.rateScope === 'account') return { atMs, budget: '' };
  const subaccount = behaviour.rateScope === 'subaccount' ? headers['x-mailgun-on-behalf-of'] : undefined;
  return { atMs, budget: `${keyId}/${subaccount ?? ''}` };
}

/** Counts what arrives, whatever becomes of it: the budget of a client as the server sees it. */
export class Arrivals {
  readonly #windowMs: number;
  readonly #counts = new Map<string, RollingCount>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add({ atMs, budget }: Arrival): void {
    const count = this.#counts.get(budget) ?? new RollingCount(this.#windowMs);
    this.#counts.set(budget, count);
    count.add(atMs);
  }

  /** Most arrivals of one budget within any window. */
  worstWindow(): number {
    return Math.max(0, ...[...this.#counts.values()].map((count) => count.worst()));
  }
}
