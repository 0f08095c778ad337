import { expect, it } from 'vitest';
import {
  THROTTLE_DIALECTS,
  type ThrottleDialect,
  throttledAnswer,
} from '../../src/emulator/throttled-answer.ts';

const MESSAGE = '{"message":"Rate Limited: requests. Try again later (and slower)."}\n';

interface Expected {
  readonly body: string | RegExp;
  readonly header?: readonly [string, string];
}

/** Refused on 2026-01-01 at midnight plus a quarter of a second, for 29.5 seconds. */
const WALL_MS = Date.UTC(2026, 0, 1) + 250;
const UNTIL_MS = WALL_MS + 29_500;

const EXPECTED: Readonly<Record<ThrottleDialect, Expected>> = {
  'retry-seconds': { body: '{"retry-seconds":30}\n' },
  'retry-seconds-text': { body: '{"retry-seconds":"30"}\n' },
  'retry-seconds-trailing-comma': { body: '{\n\t"retry-seconds": 30,\n}\n' },
  'retry-after-seconds': { body: MESSAGE, header: ['Retry-After', '30'] },
  'retry-after-date': { body: MESSAGE, header: ['Retry-After', 'Thu, 01 Jan 2026 00:00:30 GMT'] },
  'reset-seconds': { body: MESSAGE, header: ['X-RateLimit-Reset', String(Math.ceil(UNTIL_MS / 1000))] },
  'reset-milliseconds': { body: MESSAGE, header: ['X-RateLimit-Reset', String(UNTIL_MS)] },
  'request-reset-milliseconds': { body: MESSAGE, header: ['X-Request-Reset', String(UNTIL_MS)] },
  message: { body: MESSAGE },
  html: { body: /^<html>.*Too Many Requests/ },
  empty: { body: '' },
};

it.each(THROTTLE_DIALECTS)('A refusal in the dialect %s never names a time too early', (dialect) => {
  const { body, header } = EXPECTED[dialect];
  const answer = throttledAnswer({ dialect, status: 429, retryAfterMs: 29_500, wallMs: WALL_MS });
  const text = Buffer.from(answer.body as Uint8Array).toString();
  if (typeof body === 'string') expect(text).toBe(body);
  else expect(text).toMatch(body);
  const hints = Object.entries(answer.headers).filter(([name]) => /retry|reset/i.test(name));
  expect(hints).toEqual(header === undefined ? [] : [header]);
});
