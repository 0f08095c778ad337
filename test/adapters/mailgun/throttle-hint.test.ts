import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pauseMsAfter } from '../../../src/adapters/mailgun/throttle-hint.ts';

const NOW_MS = Date.UTC(2026, 9, 1, 12, 0, 0);
const date = (ms: number) => new Date(ms).toUTCString();
const pause = (headers: Record<string, string> = {}, text = '', jitter = 0) =>
  pauseMsAfter({ headers, text }, NOW_MS, jitter);

describe('the pause after an answer that asked for one', () => {
  it.each([
    ['nothing at all', {}, '', 60_000],
    ['JSON', {}, '{"retry-seconds":30}', 30_000],
    ['JSON with spaces', {}, '{ "retry-seconds" : 30 }', 30_000],
    ['the documented body, which is no JSON', {}, '{"retry-seconds": 45,}', 45_000],
    ['a number in a text', {}, '{"retry-seconds":"20"}', 20_000],
    ['a fraction', {}, '{"retry-seconds":2.5}', 2500],
    ['HTML', {}, '<html>Too many requests</html>', 60_000],
    ['something negative', {}, '{"retry-seconds":-5}', 60_000],
    ['a text that is no number', {}, '{"retry-seconds":"soon"}', 60_000],
    ['Retry-After in seconds', { 'retry-after': '7' }, '', 7000],
    ['Retry-After as a date', { 'retry-after': date(NOW_MS + 90_000) }, '', 90_000],
    ['Retry-After in the past', { 'retry-after': date(NOW_MS - 90_000) }, '', 60_000],
    ['a negative Retry-After', { 'retry-after': '-5' }, '', 60_000],
    ['a Retry-After that is no date', { 'retry-after': 'Tue, soon GMT' }, '', 60_000],
    ['X-RateLimit-Reset in seconds', { 'x-ratelimit-reset': `${NOW_MS / 1000 + 12}` }, '', 12_000],
    ['X-RateLimit-Reset in milliseconds', { 'x-ratelimit-reset': `${NOW_MS + 12_000}` }, '', 12_000],
    ['X-RateLimit-Reset as a span', { 'x-ratelimit-reset': '12' }, '', 12_000],
    ['X-Request-Reset in milliseconds', { 'x-request-reset': `${NOW_MS + 8000}` }, '', 8000],
    ['a reset in the past', { 'x-request-reset': `${NOW_MS - 8000}` }, '', 60_000],
    ['a reset that is no number', { 'x-request-reset': 'NaN' }, '', 60_000],
    ['zero', {}, '{"retry-seconds":0}', 1000],
    ['the year 2100', { 'x-ratelimit-reset': '4102444800000' }, '', 600_000],
    ['1e15', { 'x-ratelimit-reset': '1000000000000000' }, '', 600_000],
    ['more seconds than there are', { 'retry-after': '9'.repeat(400) }, '', 600_000],
    [
      'several hints',
      { 'retry-after': '5', 'x-request-reset': `${NOW_MS + 40_000}` },
      '{"retry-seconds":20}',
      40_000,
    ],
    ['a hint and one from the past', { 'retry-after': '5', 'x-request-reset': `${NOW_MS - 1}` }, '', 5000],
  ])('follows %s', (...[, headers, text, ms]) => {
    expect(pause(headers, text)).toBe(ms);
  });

  it('believes the clock of the server where it says what time it is', () => {
    const serverMs = NOW_MS + 3_600_000;
    expect(pause({ date: date(serverMs), 'x-request-reset': `${serverMs + 9000}` })).toBe(9000);
  });

  it('is made a little longer at random, never shorter', () => {
    expect(pause({ 'retry-after': '10' }, '', 0.5)).toBe(10_250);
    expect(pause({ 'retry-after': '10' }, '', 1)).toBe(10_500);
    expect(pause({ 'retry-after': '600' }, '', 1)).toBe(600_000);
  });

  it('is never shorter than a second nor longer than ten minutes, whatever the server says', () => {
    const value = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.bigInt().map(String),
      fc.date().map((each) => each.toUTCString()),
    );
    const headers = fc.dictionary(
      fc.constantFrom('retry-after', 'x-ratelimit-reset', 'x-request-reset', 'date'),
      value,
    );
    const text = fc.oneof(
      fc.string(),
      value.map((each) => `{"retry-seconds":${each}}`),
    );
    fc.assert(
      fc.property(headers, text, fc.double({ min: 0, max: 1, noNaN: true }), (given, body, jitter) => {
        const ms = pause(given, body, jitter);
        expect(ms).toBeGreaterThanOrEqual(1000);
        expect(ms).toBeLessThanOrEqual(600_000);
      }),
    );
  });

  it('is found quickly in a long body', () => {
    expect(pause({}, '"retry-seconds"'.repeat(70_000))).toBe(60_000);
    expect(pause({}, `${' '.repeat(1_000_000)}{"retry-seconds":3}`)).toBe(3000);
  });
});
