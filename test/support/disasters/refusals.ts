import type { AnswerFault } from '../../../src/emulator/faults/fault-rule.ts';
import {
  THROTTLE_DIALECTS,
  type ThrottleDialect,
  throttledAnswer,
} from '../../../src/emulator/throttled-answer.ts';
import {
  type AnswerDisaster,
  PROVES_NOTHING,
  REFUSES_THE_KEY,
  type Shape,
  SLOWS_DOWN,
} from './answer-disaster.ts';

type Headers = Readonly<Record<string, string>>;

const json = (status: number, value: unknown, headers: Headers = {}): AnswerFault => ({
  kind: 'answer',
  status,
  json: value,
  headers,
});

const text = (status: number, body: string, type = 'text/plain; charset=utf-8'): AnswerFault => ({
  kind: 'answer',
  status,
  body,
  headers: { 'Content-Type': type },
});

const html = (status: number): AnswerFault =>
  text(status, '<!DOCTYPE html>\n<html><body><h1>Not this</h1></body></html>\n', 'text/html');

/** A refusal in a dialect that is known, as an answer that can also come after a write has had its effect. */
function throttled(dialect: ThrottleDialect, status: 429 | 420 = 429): AnswerFault {
  const answer = throttledAnswer({ dialect, status, retryAfterMs: 60_000, wallMs: Date.now() });
  const body = answer.body instanceof Uint8Array ? Buffer.from(answer.body).toString() : '';
  return { kind: 'answer', status, body, headers: answer.headers };
}

const hinted = (title: string, headers: Headers): Shape => ({
  title,
  answer: json(429, { message: 'Too many requests' }, headers),
});

const SERVER_FAILED: readonly Shape[] = [
  ...[500, 502, 503, 504, 521, 522, 523, 524].map((status) => ({
    title: `${status}`,
    answer: json(status, { message: 'Internal server error' }),
  })),
  { title: '502 with an HTML page', answer: html(502) },
];

/** Pauses the whole account, as 429 does. */
const UNAVAILABLE: readonly Shape[] = [
  { title: '503 with a Retry-After', answer: json(503, {}, { 'Retry-After': '30' }) },
];

const DOMAIN_NOT_FOUND: readonly Shape[] = [
  { title: '404 Domain not found', answer: json(404, { message: 'Domain not found' }) },
];

/** H01 to H07: whoever answers says that this is no list of webhooks. */
export const REFUSALS: readonly AnswerDisaster[] = [
  {
    id: 'H01',
    title: '429 in every dialect, and 420',
    shapes: [
      ...THROTTLE_DIALECTS.map((dialect) => ({ title: dialect, answer: throttled(dialect) })),
      { title: '420', answer: throttled('retry-seconds', 420) },
    ],
    ...SLOWS_DOWN,
  },
  {
    id: 'H01',
    title: '429 with a silly hint',
    shapes: [
      hinted('a Retry-After in the past', { 'Retry-After': 'Thu, 01 Jan 1970 00:00:00 GMT' }),
      hinted('a negative Retry-After', { 'Retry-After': '-5' }),
      hinted('a reset at 1e15', { 'X-RateLimit-Reset': '1000000000000000' }),
      hinted('a reset in the past', { 'X-RateLimit-Reset': '1' }),
    ],
    ...SLOWS_DOWN,
  },
  {
    id: 'H01',
    title: '429 and 420, once',
    shapes: [
      { title: '429', answer: throttled('retry-seconds') },
      {
        title: '429 with a comma that JSON does not allow',
        answer: throttled('retry-seconds-trailing-comma'),
      },
      { title: '420', answer: throttled('retry-after-seconds', 420) },
    ],
    times: 1,
    apart: true,
    everywhere: true,
    reading: 'overcome',
    before: 'overcome',
    after: 'overcome',
  },
  { id: 'H02', title: '5xx before applying', shapes: SERVER_FAILED, reading: 'unread', before: 'failed' },
  {
    id: 'H02',
    title: '5xx before applying, once',
    shapes: SERVER_FAILED,
    times: 1,
    reading: 'overcome',
    before: 'overcome',
  },
  {
    id: 'H02',
    title: '503 with a Retry-After, time after time',
    shapes: UNAVAILABLE,
    shared: true,
    reading: 'unread',
    before: 'failed',
  },
  {
    id: 'H03',
    title: '503 with a Retry-After, once',
    shapes: UNAVAILABLE,
    times: 1,
    everywhere: true,
    reading: 'overcome',
    before: 'overcome',
    after: 'overcome',
  },
  { id: 'H03', title: '5xx after applying', shapes: SERVER_FAILED, after: 'overcome' },
  {
    id: 'H04',
    title: '401 and 403',
    shapes: [
      { title: '401 as text', answer: text(401, 'Forbidden') },
      { title: '401 as JSON', answer: json(401, { message: 'Invalid private key' }) },
      { title: '403', answer: json(403, { message: 'Forbidden' }) },
    ],
    everywhere: true,
    ...REFUSES_THE_KEY,
  },
  {
    id: 'H04',
    title: '402',
    shapes: [{ title: '402', answer: json(402, { message: 'Payment required' }) }],
    ...PROVES_NOTHING,
  },
  {
    id: 'H05',
    title: '401 for one domain alone',
    shapes: [{ title: '401', answer: text(401, 'Forbidden') }],
    ...REFUSES_THE_KEY,
  },
  {
    id: 'H05',
    title: '403 for one domain alone',
    shapes: [{ title: '403', answer: json(403, { message: 'Forbidden' }) }],
    ...REFUSES_THE_KEY,
    reading: PROVES_NOTHING.reading,
  },
  { id: 'H06', title: '404 Domain not found', shapes: DOMAIN_NOT_FOUND, ...PROVES_NOTHING },
  { id: 'H06', title: '404 for a moment', shapes: DOMAIN_NOT_FOUND, times: 1, reading: 'delayed' },
  {
    id: 'H07',
    title: '404 of somebody else',
    shapes: [
      { title: 'of a path that does not exist', answer: json(404, { error: 'not found' }) },
      { title: 'with an HTML page', answer: html(404) },
      { title: 'with nothing', answer: text(404, '') },
    ],
    ...PROVES_NOTHING,
  },
];
