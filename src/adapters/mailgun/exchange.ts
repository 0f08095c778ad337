import { NotSentError, type Spending } from '../../ports/rate-budget.ts';
import { type Answer, bodyText, headerOf } from './answer.ts';
import type { MailgunOptions } from './mailgun-options.ts';
import { NoAnswer } from './no-answer.ts';
import { type Pair, type Resource, requestUrl } from './request-url.ts';
import { createScrub, type Scrub } from './scrub.ts';
import { pauseMsAfter } from './throttle-hint.ts';
import { createWire, type Method, type Wire } from './wire.ts';

/** How often a request is sent again after it was told to slow down. */
const RESENDS_MAX = 5;

export interface ApiRequest<M extends Method> extends Resource {
  readonly method: M;
  readonly form?: readonly Pair[];
  /** On the clock: the last moment at which it may leave; asked when it has its slot. */
  readonly sendBeforeMs?: () => number;
  /** Waited for when it has its slot, each time before it leaves. */
  readonly beforeLeaving?: (() => Promise<void>) | undefined;
}

/**
 * What became of a request.
 *
 * | kind         | meaning                                                                     |
 * |--------------|-----------------------------------------------------------------------------|
 * | `answered`   | an answer that is not about the rate; `scrub` makes its texts fit to show    |
 * | `unanswered` | sent, and no answer arrived                                                  |
 * | `throttled`  | told to slow down again and again                                            |
 * | `stopped`    | not sent, because we were told to stop, or because its path cannot be right  |
 * | `too-late`   | not sent, because its turn came after `sendBeforeMs`                         |
 */
export type Exchanged =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly scrub: Scrub }
  | { readonly kind: 'unanswered' | 'throttled' | 'stopped' | 'too-late'; readonly message: string };

export type Exchange<M extends Method> = (request: ApiRequest<M>, spending: Spending) => Promise<Exchanged>;

/**
 * Sends requests of one account with the given methods: each takes a slot of the budget, and is recorded. After a
 * request to slow down the whole account pauses, and the request is sent again with a slot of its own.
 */
export function createExchange<M extends Method>(
  options: MailgunOptions,
  methods: readonly M[],
): Exchange<M> {
  const { account, userAgent, requestTimeoutMs, clock } = options;
  const wire = createWire({ methods, subaccount: account.subaccount, userAgent, requestTimeoutMs, clock });
  return async (request, spending) => {
    const url = requestUrl(account.baseUrl, request);
    if ('problem' in url) return { kind: 'stopped', message: url.problem };
    for (let resends = 0; ; resends += 1) {
      const exchanged = await sendOnce(options, wire, { request, url: url.value, spending });
      if (exchanged.kind !== 'answered' || !asksForPause(exchanged.answer)) return exchanged;
      pauseAccount(options, exchanged.answer);
      // Unlike a 429, a 503 does not say that nothing was done.
      if (exchanged.answer.status === 503 && request.method !== 'GET') return exchanged;
      if (resends === RESENDS_MAX) return throttledFor(resends + 1, exchanged.answer);
    }
  };
}

interface Sending<M extends Method> {
  readonly request: ApiRequest<M>;
  readonly url: URL;
  readonly spending: Spending;
}

async function sendOnce<M extends Method>(
  options: MailgunOptions,
  wire: Wire<M>,
  { request, url, spending }: Sending<M>,
): Promise<Exchanged> {
  let begun = false;
  try {
    return await options.budget.spend(spending, async () => {
      // A slow disk may take its time, so the last moment is looked at afterwards.
      await request.beforeLeaving?.();
      // So may somebody have told us to stop meanwhile.
      spending.signal.throwIfAborted();
      if (options.clock.nowMs() > (request.sendBeforeMs?.() ?? Number.POSITIVE_INFINITY))
        throw new NotSentError();
      begun = true;
      const apiKey = options.apiKey();
      const signal = request.method === 'GET' ? spending.signal : undefined;
      const answer = await recorded(options, request.method, () =>
        wire.send({ ...request, url, apiKey, signal }),
      );
      noteRemaining(options, answer);
      const urls = (request.form ?? []).map(([, value]) => value);
      return {
        kind: 'answered',
        answer,
        scrub: createScrub({ apiKey, urls, fingerprint: options.fingerprint }),
      };
    });
  } catch (error) {
    if (error instanceof NotSentError) return { kind: 'too-late', message: 'its turn came too late' };
    if (error instanceof NoAnswer) {
      const message = `${url.host} gave no answer: ${error.message}; check the network and the base URL`;
      return { kind: 'unanswered', message };
    }
    if (begun) throw error;
    // The signal was aborted, or the budget closed, while the request waited.
    return { kind: 'stopped', message: 'not sent, because the program was told to stop' };
  }
}

async function recorded(
  { account, clock, journal }: MailgunOptions,
  method: Method,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const startMs = clock.nowMs();
  const record = (outcome: { readonly status?: number }): void =>
    journal.record({
      kind: 'request-ended',
      account: account.name,
      method,
      ...outcome,
      durationMs: clock.nowMs() - startMs,
    });
  try {
    const answer = await send();
    record({ status: answer.status });
    return answer;
  } catch (error) {
    record({});
    throw error;
  }
}

/** 420 is what Mailgun's mail limits answer; a 503 that names a time wants the same. */
function asksForPause(answer: Answer): boolean {
  const { status } = answer;
  return (
    status === 429 || status === 420 || (status === 503 && headerOf(answer, 'retry-after') !== undefined)
  );
}

function pauseAccount({ account, budget, clock, journal, random }: MailgunOptions, answer: Answer): void {
  const hinted = { headers: answer.headers, text: bodyText(answer) };
  const pauseMs = pauseMsAfter(hinted, clock.wallMs(), random());
  budget.pause(pauseMs);
  journal.record({
    kind: 'account-throttled',
    account: account.name,
    pauseMs,
    untilMs: clock.wallMs() + pauseMs,
  });
}

/** Mailgun announced these names for its API; recorded answers of other endpoints carry the second one. */
const REMAINING_HEADERS = ['x-ratelimit-remaining', 'x-request-remaining', 'ratelimit-remaining'];

function noteRemaining({ budget }: MailgunOptions, answer: Answer): void {
  for (const name of REMAINING_HEADERS) {
    const value = headerOf(answer, name);
    if (value !== undefined && /^\d{1,9}$/.test(value)) budget.noteRemaining(Number(value));
  }
}

function throttledFor(times: number, { status }: Answer): Exchanged {
  const advice = 'something else uses the limit of this account: lower requestsPerMinute';
  return { kind: 'throttled', message: `Mailgun said ${times} times to slow down (${status}); ${advice}` };
}
