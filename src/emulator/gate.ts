import { type Answer, withHeaders } from './answer.ts';
import { errorAnswer, FORBIDDEN } from './api-error.ts';
import type { Arrival } from './arrivals.ts';
import { keyId, presentedKey, unauthorized } from './authentication.ts';
import type { Behaviour } from './behaviour.ts';
import { type EmulatorClock, wallMsOf } from './clock.ts';
import { type Admission, DEFAULT_RATE_LIMIT, type RateLimit, RateLimiter } from './rate-limit.ts';
import type { ReceivedRequest } from './received-request.ts';
import { throttledAnswer } from './throttled-answer.ts';

export interface GateOptions {
  /** The one key that is good; without it any key is. */
  readonly apiKey?: string;
  readonly rate?: RateLimit | 'none';
  readonly behaviour: Behaviour;
  readonly clock: EmulatorClock;
}

/** What stands between a request and its route: nothing, or a refusal. */
export interface Passage {
  readonly refusal?: Answer;
  /** Headers that the answer carries whatever it is. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Checks the key, then the rate, then the role of the key. A request with a wrong key costs the account nothing. */
export class Gate {
  readonly #options: GateOptions;
  readonly #rate: RateLimit;
  readonly #limiter: RateLimiter | undefined;

  constructor(options: GateOptions) {
    const { rate = DEFAULT_RATE_LIMIT } = options;
    this.#options = options;
    this.#rate = rate === 'none' ? DEFAULT_RATE_LIMIT : rate;
    this.#limiter = rate === 'none' ? undefined : new RateLimiter(rate);
  }

  pass(request: ReceivedRequest, { budget, atMs }: Arrival): Passage {
    const { behaviour, apiKey } = this.#options;
    const key = presentedKey(request.headers.authorization);
    const good = key !== undefined && (apiKey === undefined || key === apiKey);
    if (!good) return { refusal: unauthorized(behaviour), headers: {} };
    const admission = this.#limiter?.admit(budget, atMs);
    const headers = { 'X-Mailgun-Key-Id': keyId(key), ...this.#rateHeaders(admission) };
    const refusal = admission?.allowed === false ? this.#throttled(admission) : this.#roleRefusal(request);
    return refusal === undefined ? { headers } : { refusal, headers };
  }

  #throttled(admission: Admission): Answer {
    return throttledAnswer({
      dialect: this.#rate.dialect ?? 'retry-seconds',
      status: this.#rate.status ?? 429,
      retryAfterMs: admission.resetAfterMs,
      wallMs: wallMsOf(this.#options.clock),
    });
  }

  #roleRefusal(request: ReceivedRequest): Answer | undefined {
    const { behaviour } = this.#options;
    if (behaviour.keyRole === 'read-only' && request.method !== 'GET')
      return errorAnswer(FORBIDDEN, behaviour);
    if (behaviour.keyRole !== 'sending') return undefined;
    return behaviour.sendingKeyStatus === 401 ? unauthorized(behaviour) : errorAnswer(FORBIDDEN, behaviour);
  }

  #rateHeaders(admission: Admission | undefined): Readonly<Record<string, string>> {
    const { rateHeaders } = this.#options.behaviour;
    if (admission === undefined || rateHeaders === 'none') return {};
    const prefix = rateHeaders === 'x-request-milliseconds' ? 'X-Request' : 'X-RateLimit';
    const unitMs = rateHeaders === 'x-ratelimit-seconds' ? 1000 : 1;
    const resetMs = wallMsOf(this.#options.clock) + admission.resetAfterMs;
    return {
      [`${prefix}-Limit`]: String(this.#rate.limit),
      [`${prefix}-Remaining`]: String(admission.remaining),
      [`${prefix}-Reset`]: String(Math.ceil(resetMs / unitMs)),
    };
  }
}

/** The refusal if there is one, else the answer of the route, with the headers of both. */
export function throughGate(passage: Passage, route: () => Answer): Answer {
  if (passage.refusal?.status === 401) return passage.refusal;
  return withHeaders(passage.refusal ?? route(), passage.headers);
}
