/** What the emulator sends back for a request, or that it stays silent. */
export type Reply = Answer | Silence;

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  /** Names as they go out. `Content-Length` is added when the body is whole. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, or its pieces as they become ready. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  /** What becomes of the connection after the body, if it does not stay: closed, reset, or left hanging open. */
  readonly afterwards?: Ending;
}

interface Silence {
  readonly kind: 'silence';
  readonly ending: Ending;
}

/** `end` closes the connection in order, `reset` with a TCP reset, `hang` not at all. */
export type Ending = 'end' | 'reset' | 'hang';

/** Headers of every recorded success and JSON error of the webhook calls (2023 and 2026). */
const JSON_HEADERS = {
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'no-store',
  'Content-Type': 'application/json; charset=utf-8',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Xss-Protection': '1; mode=block',
} as const;

/** Compact JSON and one newline, which the recorded lengths of bodies include. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    kind: 'answer',
    status,
    headers: { ...JSON_HEADERS, ...headers },
    body: Buffer.from(`${JSON.stringify(value)}\n`),
  };
}

export function textAnswer(status: number, contentType: string, body: string): Answer {
  return { kind: 'answer', status, headers: { 'Content-Type': contentType }, body: Buffer.from(body) };
}

export function withHeaders(answer: Answer, headers: Readonly<Record<string, string>>): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
