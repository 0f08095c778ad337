const DEFAULT_PAUSE_MS = 60_000;
const PAUSE_MIN_MS = 1000;
const PAUSE_MAX_MS = 600_000;
/** The part of a pause that is added at random, so that several clients do not come back at the same moment. */
const JITTER_PART = 0.05;

export interface ThrottledAnswer {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/**
 * How long an account pauses after an answer that told it to slow down: the longest hint, 1 s to 10 min.
 *
 * | hint                                     | meaning                                                        |
 * |------------------------------------------|----------------------------------------------------------------|
 * | body `"retry-seconds": 60`, `"60"`        | seconds; the documented body is no valid JSON (`{…: 60,}`)      |
 * | `Retry-After`                            | seconds, or a date                                             |
 * | `X-RateLimit-Reset`, `X-Request-Reset`   | above 1e11 a date in ms, above 1e9 a date in s, else seconds   |
 * | none, or only moments in the past        | 60 s, the documented length of the window                      |
 *
 * Recorded resets are milliseconds; an SDK of the vendor reads them as seconds.
 *
 * @param wallMs our own wall clock, for dates; used only if the answer does not say what time it was at the server
 * @param jitter from 0 to 1
 */
export function pauseMsAfter(answer: ThrottledAnswer, wallMs: number, jitter: number): number {
  const header = (name: string): string => String(answer.headers[name] ?? '').trim();
  const serverMs = Date.parse(header('date'));
  const nowMs = Number.isNaN(serverMs) ? wallMs : serverMs;
  const hints = [
    bodyHintMs(answer.text),
    retryAfterMs(header('retry-after'), nowMs),
    resetMs(header('x-ratelimit-reset'), nowMs),
    resetMs(header('x-request-reset'), nowMs),
  ].filter((ms): ms is number => ms !== undefined && ms >= 0);
  const longestMs = hints.length > 0 ? Math.max(...hints) : DEFAULT_PAUSE_MS;
  const jitteredMs = Math.max(PAUSE_MIN_MS, longestMs) * (1 + JITTER_PART * jitter);
  return Math.min(PAUSE_MAX_MS, Math.ceil(jitteredMs));
}

function bodyHintMs(text: string): number | undefined {
  const seconds = /"retry-seconds"\s*:\s*"?(\d+(?:\.\d+)?)\b/.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function retryAfterMs(value: string, nowMs: number): number | undefined {
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Date.parse alone would read much that is no date, such as `-5`, as one.
  return /^[A-Z][a-z]{2}, .* GMT$/.test(value) ? Date.parse(value) - nowMs : undefined;
}

function resetMs(value: string, nowMs: number): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(value)) return undefined;
  const number = Number(value);
  if (number > 1e11) return number - nowMs;
  return number > 1e9 ? number * 1000 - nowMs : number * 1000;
}
