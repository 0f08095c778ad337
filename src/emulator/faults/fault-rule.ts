import type { ThrottleDialect } from '../throttled-answer.ts';

/**
 * A fault and the requests it hits; plain data, so that it can be posted to a running emulator as JSON. All rules that
 * match a request apply, the first one outermost. Requests hit by a fault still count against the rate.
 */
export interface FaultRule {
  /** Absent: every request. */
  readonly match?: FaultMatch;
  readonly fault: Fault;
}

/** All conditions that are given must hold. */
export interface FaultMatch {
  readonly method?: string;
  /** A regular expression, found anywhere in the request's path and query as sent. */
  readonly path?: string;
  readonly domain?: string;
  /** An event type: in the path, in `id` or among `event_types`. */
  readonly event?: string;
  /** Only from the nth request on for which the conditions hold, counted from 1; with `nth`, `times` defaults to 1. */
  readonly nth?: number;
  /** How many requests are hit; default: all. */
  readonly times?: number;
  /** Only for so many milliseconds after the rule was added. */
  readonly forMs?: number;
}

/** Whether a fault strikes before the request has had its effect, or after. */
export type FaultTime = 'before' | 'after';

/**
 * What goes wrong.
 *
 * | kind            | what the client sees                                                                          |
 * |-----------------|-----------------------------------------------------------------------------------------------|
 * | `answer`        | another answer; with `when: 'after'` the request has had its effect (apply, then 502)          |
 * | `add-headers`   | the right answer with more headers                                                              |
 * | `html`          | an HTML page, status 200 by default                                                              |
 * | `magnificent`   | 200 and the text `Mailgun Magnificent API`                                                       |
 * | `redirect`      | a redirect                                                                                     |
 * | `throttle`      | 429 or 420 in any dialect                                                                      |
 * | `delay`         | the right answer, late                                                                         |
 * | `hold`          | the network keeps the request back: it arrives late, and counts from then on                    |
 * | `reset`, `end`, `hang` | no answer: TCP reset, connection closed in order, or nothing at all                      |
 * | `truncate`      | the right answer cut off after some bytes; `length` says which length the header claims          |
 * | `oversize`      | the right status and a valid JSON body of at least so many bytes                                 |
 * | `slow-body`     | the right answer in small pieces                                                               |
 * | `stale`         | reads see the webhooks as they were so long ago                                                  |
 * | `temporary-404` | `Domain not found` for so long after each write to the domain                                    |
 * | `ignore-write`  | a write is answered as done and has no effect                                                    |
 * | `partial-write` | a write stores the first URL of each changed webhook alone, and is answered as done              |
 * | `other-domain`  | a read answers with the webhooks of another domain                                               |
 * | `change`        | somebody else sets the URLs of one webhook, just before or after the request                       |
 */
export type Fault =
  | AnswerFault
  | { readonly kind: 'add-headers'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'html'; readonly status?: number; readonly when?: FaultTime }
  | { readonly kind: 'magnificent' }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  | ThrottleFault
  | { readonly kind: 'delay'; readonly ms: number; readonly when?: FaultTime }
  | { readonly kind: 'hold'; readonly ms: number }
  | { readonly kind: 'reset' | 'end' | 'hang'; readonly when?: FaultTime }
  | { readonly kind: 'truncate'; readonly bytes: number; readonly length?: 'whole' | 'cut' }
  | { readonly kind: 'oversize'; readonly bytes: number }
  | { readonly kind: 'slow-body'; readonly chunkBytes: number; readonly everyMs: number }
  | { readonly kind: 'stale'; readonly ms: number }
  | { readonly kind: 'temporary-404'; readonly ms: number }
  | { readonly kind: 'ignore-write' }
  | { readonly kind: 'partial-write' }
  | { readonly kind: 'other-domain'; readonly domain: string }
  | ChangeFault;

export type FaultKind = Fault['kind'];

/** The body is `json` (sent as Mailgun spells it), `body` as it is, or the bytes of `bodyBase64`; else empty. */
export interface AnswerFault {
  readonly kind: 'answer';
  readonly status: number;
  readonly json?: unknown;
  readonly body?: string;
  readonly bodyBase64?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly when?: FaultTime;
}

export interface ThrottleFault {
  readonly kind: 'throttle';
  readonly dialect: ThrottleDialect;
  /** Default 60 000. */
  readonly retryAfterMs?: number;
  readonly status?: 429 | 420;
}

export interface ChangeFault {
  readonly kind: 'change';
  readonly domain: string;
  readonly event: string;
  /** `[]` removes the webhook. */
  readonly urls: readonly string[];
  readonly when?: FaultTime;
}
