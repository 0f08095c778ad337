/** Methods that are used against Mailgun; the label can have no other value but `other`. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'DELETE']);

/** Codes that Mailgun, or a proxy before it, is known to answer with. */
const CODES: ReadonlySet<number> = new Set([
  200, 201, 202, 204, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409, 413, 415, 420,
  421, 422, 429, 431, 451, 500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526,
]);

export function methodLabel(method: string): string {
  const upper = method.toUpperCase();
  return METHODS.has(upper) ? upper : 'other';
}

/** The code as text, `none` without an answer; codes nobody expects fold into `1xx` to `5xx` and `other`. */
export function statusLabel(status: number | undefined): string {
  if (status === undefined) return 'none';
  if (CODES.has(status)) return String(status);
  return status >= 100 && status < 600 ? `${Math.floor(status / 100)}xx` : 'other';
}

const CALL_RESULTS: ReadonlySet<string> = new Set([
  'done',
  'rejected',
  'unknown',
  'denied',
  'stopped',
  'too-late',
]);

/** What became of a call: the kinds of `CallOutcome`. */
export function callResultLabel(result: string): string {
  return CALL_RESULTS.has(result) ? result : 'other';
}
