import { type RateLimit, RateLimiter } from '../../../src/emulator/rate-limit.ts';
import { ArrivalLog } from './arrival-log.ts';

export interface ServerAnswer {
  readonly status: 200 | 429;
  /** What the server says about the window: until it lets requests through again, and how many are left. */
  readonly resetAfterMs: number;
  readonly remaining: number;
}

/** A server that counts what arrives, from us and from others on the account, and refuses what is too much. */
export class CountingServer {
  readonly ours = new ArrivalLog();
  /** Requests of ours that were refused. */
  refused = 0;
  readonly #limiter: RateLimiter;

  constructor(rate: RateLimit) {
    this.#limiter = new RateLimiter(rate);
  }

  receive(atMs: number): ServerAnswer {
    this.ours.add(atMs);
    const { allowed, resetAfterMs, remaining } = this.#limiter.admit('account', atMs);
    if (!allowed) this.refused += 1;
    return { status: allowed ? 200 : 429, resetAfterMs, remaining };
  }

  receiveFromOthers(atMs: number): void {
    this.#limiter.admit('account', atMs);
  }
}
