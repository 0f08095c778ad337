import { type Answer, jsonAnswer, textAnswer } from './answer.ts';

/**
 * The ways a refusal for too many requests has been seen, documented or guessed to look.
 *
 * | dialect                        | what tells how long to wait                                     |
 * |--------------------------------|-----------------------------------------------------------------|
 * | `retry-seconds`                | body `{"retry-seconds":60}`                                      |
 * | `retry-seconds-text`           | body `{"retry-seconds":"60"}`                                    |
 * | `retry-seconds-trailing-comma` | body `{"retry-seconds": 60,}`, not JSON, as in the documentation |
 * | `retry-after-seconds`          | header `Retry-After: 60`                                         |
 * | `retry-after-date`             | header `Retry-After`, a date                                     |
 * | `reset-seconds`                | header `X-RateLimit-Reset`, seconds since 1970                   |
 * | `reset-milliseconds`           | header `X-RateLimit-Reset`, milliseconds since 1970              |
 * | `request-reset-milliseconds`   | header `X-Request-Reset`, milliseconds since 1970                |
 * | `message`                      | nothing; body `{"message":...}` as of the vendor's framework     |
 * | `html`                         | nothing; an HTML page                                           |
 * | `empty`                        | nothing; no body                                                |
 */
export const THROTTLE_DIALECTS = [
  'retry-seconds',
  'retry-seconds-text',
  'retry-seconds-trailing-comma',
  'retry-after-seconds',
  'retry-after-date',
  'reset-seconds',
  'reset-milliseconds',
  'request-reset-milliseconds',
  'message',
  'html',
  'empty',
] as const;

export type ThrottleDialect = (typeof THROTTLE_DIALECTS)[number];

export interface Throttling {
  readonly dialect: ThrottleDialect;
  readonly status: 429 | 420;
  readonly retryAfterMs: number;
  /** Milliseconds since 1970, for the dialects that name a moment. */
  readonly wallMs: number;
}

const MESSAGE = { message: 'Rate Limited: requests. Try again later (and slower).' };

export function throttledAnswer({ dialect, status, retryAfterMs, wallMs }: Throttling): Answer {
  const seconds = Math.ceil(retryAfterMs / 1000);
  const untilMs = Math.ceil(wallMs + retryAfterMs);
  const withHeader = (name: string, value: string) => jsonAnswer(status, MESSAGE, { [name]: value });
  switch (dialect) {
    case 'retry-seconds':
      return jsonAnswer(status, { 'retry-seconds': seconds });
    case 'retry-seconds-text':
      return jsonAnswer(status, { 'retry-seconds': String(seconds) });
    case 'retry-seconds-trailing-comma':
      return textAnswer(status, 'application/json; charset=utf-8', `{\n\t"retry-seconds": ${seconds},\n}\n`);
    case 'retry-after-seconds':
      return withHeader('Retry-After', String(seconds));
    case 'retry-after-date':
      return withHeader('Retry-After', new Date(Math.ceil(untilMs / 1000) * 1000).toUTCString());
    case 'reset-seconds':
      return withHeader('X-RateLimit-Reset', String(Math.ceil(untilMs / 1000)));
    case 'reset-milliseconds':
      return withHeader('X-RateLimit-Reset', String(untilMs));
    case 'request-reset-milliseconds':
      return withHeader('X-Request-Reset', String(untilMs));
    case 'message':
      return jsonAnswer(status, MESSAGE);
    case 'html':
      return textAnswer(status, 'text/html', '<html><body><h1>Too Many Requests</h1></body></html>\n');
    case 'empty':
      return textAnswer(status, 'text/plain; charset=utf-8', '');
  }
}
