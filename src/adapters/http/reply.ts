import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer, complete before its first byte leaves. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const TEXT = 'text/plain; charset=utf-8';
const JSON_TEXT = 'application/json; charset=utf-8';

/**
 * Sent with every answer. Nothing may load, run or frame anything but our own style sheet and icon; nothing is kept
 * in a cache; other origins can neither read nor embed an answer, as there is no CORS header at all.
 */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
} as const;

type MoreHeaders = Readonly<Record<string, string>>;

/** One or more lines of text. */
export function textReply(status: number, text: string, headers: MoreHeaders = {}): Reply {
  return { status, contentType: TEXT, body: `${text}\n`, headers };
}

export function jsonReply(status: number, value: unknown, headers: MoreHeaders = {}): Reply {
  return { status, contentType: JSON_TEXT, body: `${JSON.stringify(value)}\n`, headers };
}

export interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
}

/** Sends a reply; the connection ends after it if the client sends a body that nobody reads, or `last` says so. */
export function sendReply({ message, response }: Exchange, reply: Reply, last: boolean): void {
  const body = Buffer.from(reply.body);
  const ends = last || (hasBody(message) && !message.complete);
  response.writeHead(reply.status, {
    ...SECURITY_HEADERS,
    ...reply.headers,
    ...(ends ? { connection: 'close' } : {}),
    'content-type': reply.contentType,
    'content-length': body.length,
  });
  // Node leaves the body of an answer to HEAD out.
  response.end(body);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
