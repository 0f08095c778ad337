import type { UnreadReason } from '../../model/domain-state.ts';
import type { Parsed } from '../../model/parsed.ts';
import { type Answer, bodyText, headerOf } from './answer.ts';
import { errorText, jsonErrorText } from './error-text.ts';
import type { Exchanged } from './exchange.ts';
import { parseJsonBody } from './json-body.ts';
import type { Scrub } from './scrub.ts';

/** What a request brought: the decoded value, or why there is none. Whatever has a reason proves nothing. */
export type Verdict<T> = { readonly value: T } | { readonly reason: UnreadReason };

const CODES = {
  unanswered: 'unreachable',
  throttled: 'throttled',
  stopped: 'stopped',
  'too-late': 'stopped',
} as const;

/**
 * | what came                                                     | code                |
 * |---------------------------------------------------------------|---------------------|
 * | 200, `application/json`, whole, decoded                       | none: the value     |
 * | any other 2xx                                                 | `unexpected-answer` |
 * | 3xx                                                           | `misrouted`         |
 * | 401                                                           | `denied`            |
 * | 403                                                           | `forbidden`         |
 * | 404, JSON, `Domain not found`                                 | `unknown-domain`    |
 * | 404, not JSON, or JSON `not found`                            | `misrouted`         |
 * | any other 4xx                                                 | `refused`           |
 * | 5xx                                                           | `server-error`      |
 * | none of these                                                 | `unexpected-answer` |
 * | told to slow down again and again / no answer / not sent      | `throttled` / `unreachable` / `stopped` |
 *
 * The text of a 404 decides, not the key it stands under: `{"error":"not found"}` is what an unknown path answers.
 */
export function judge<T>(exchanged: Exchanged, decode: (json: unknown) => Parsed<T>): Verdict<T> {
  if (exchanged.kind !== 'answered') {
    return { reason: { code: CODES[exchanged.kind], message: exchanged.message } };
  }
  const { answer, scrub } = exchanged;
  return answer.status === 200 ? judgeBody(answer, decode, scrub) : { reason: problemOf(answer, scrub) };
}

function judgeBody<T>(answer: Answer, decode: (json: unknown) => Parsed<T>, scrub: Scrub): Verdict<T> {
  const decoded = decodeBody(answer, decode);
  if ('value' in decoded) return decoded;
  const what = scrub(`${decoded.problem}${saying(bodyText(answer))}`);
  return { reason: { code: 'unexpected-answer', message: `Mailgun's answer (200) proves nothing: ${what}` } };
}

function decodeBody<T>(answer: Answer, decode: (json: unknown) => Parsed<T>): Parsed<T> {
  if (answer.body.kind !== 'whole') return answer.body;
  const json = parseJsonBody(headerOf(answer, 'content-type'), answer.body.bytes);
  return 'problem' in json ? json : decode(json.value);
}

function problemOf(answer: Answer, scrub: Scrub): UnreadReason {
  const { status } = answer;
  const said = saying(scrub(errorText(bodyText(answer))));
  const family = Math.floor(status / 100);
  if (family === 3) return redirected(status, scrub(headerOf(answer, 'location') ?? ''));
  if (status === 401 || status === 403) return denied(status, said);
  if (status === 404) return notFound(answer, said);
  if (family === 4) return refused(status, said);
  if (family === 5)
    return { code: 'server-error', message: `Mailgun failed (${status})${said}; try again later` };
  return { code: 'unexpected-answer', message: `Mailgun's answer (${status}) means nothing here${said}` };
}

function notFound(answer: Answer, said: string): UnreadReason {
  const text = jsonErrorText(bodyText(answer))?.trim().toLowerCase();
  if (text === 'domain not found') {
    const message = 'Mailgun does not know this domain in this account and region';
    return { code: 'unknown-domain', message };
  }
  if (text !== undefined && text !== 'not found') return refused(404, said);
  return misrouted(`says that the path does not exist (404)${said}`);
}

function redirected(status: number, location: string): UnreadReason {
  return misrouted(`redirects (${status})${location === '' ? '' : ` to ${location}`}`);
}

function misrouted(what: string): UnreadReason {
  return { code: 'misrouted', message: `The base URL of the account is not Mailgun's API: it ${what}` };
}

function denied(status: 401 | 403, said: string): UnreadReason {
  const advice =
    status === 401
      ? 'check that the key is right and belongs to this region'
      : 'check that the role of the key may use webhooks and domains';
  return {
    code: status === 401 ? 'denied' : 'forbidden',
    message: `Mailgun refused the API key (${status})${said}; ${advice}`,
  };
}

function refused(status: number, said: string): UnreadReason {
  return { code: 'refused', message: `Mailgun refused the request (${status})${said}` };
}

function saying(text: string): string {
  return text === '' ? '' : `: ${text}`;
}
