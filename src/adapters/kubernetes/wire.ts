import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import got, { type OptionsInit, type Request } from 'got';
import type { ApiServer } from './api-server.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import { NoAnswer, noAnswerFrom } from './no-answer.ts';

const ANSWER_MAX_BYTES = 1_048_576;
/** One request at a time, and one that is being given up. */
const SOCKETS_MAX = 2;
const IDLE_SOCKET_MAX_MS = 60_000;

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** From the root of the server, beginning with a slash. */
  readonly path: string;
  /** JSON. */
  readonly body?: string | undefined;
  /** Cuts the request off; its reason, if a `NoAnswer`, says why. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Sends one request to the API server once. */
export interface Wire {
  /** Rejects with `NoAnswer`, and with nothing else, if no whole answer arrived. */
  send(request: WireRequest): Promise<Answer>;
}

/** No retry, no redirect, no proxy, no cookie; an idle connection does not keep the process alive. */
export function createWire(server: ApiServer, userAgent: string): Wire {
  const options = { keepAlive: true, maxSockets: SOCKETS_MAX, timeout: IDLE_SOCKET_MAX_MS };
  const agent = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  return {
    send: async (request) => {
      const credentials = await readCredentials(server);
      throwIfCut(request.signal);
      const options = { ...gotOptions(request, credentials, userAgent), agent };
      return await receive(got.stream(`${server.origin}${request.path}`, options), request.signal);
    },
  };
}

function gotOptions({ method, body }: WireRequest, { token, ca }: Credentials, userAgent: string) {
  return {
    method,
    headers: {
      accept: 'application/json',
      // Unpacked, 200 KB of gzip can be 200 MB. Nothing that is encoded is read.
      'accept-encoding': 'identity',
      'user-agent': userAgent,
      ...(token === undefined ? {} : { authorization: `Bearer ${token.reveal()}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
    // The caller tries again by its own rules; and a redirect would carry the token to another host.
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    http2: false,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    https: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { certificateAuthority: ca }),
    },
  } satisfies OptionsInit;
}

/** Reads to the end, or cuts the connection as soon as the answer is refused or the signal says so. */
async function receive(stream: Request, signal: AbortSignal): Promise<Answer> {
  // An error after the end of our interest, such as the one of a cut connection, must not end the process.
  stream.on('error', () => undefined);
  const cut = (): void => void stream.destroy(reasonOf(signal));
  signal.addEventListener('abort', cut, { once: true });
  let head: { readonly status: number; readonly encoding: string } | undefined;
  stream.once('response', ({ statusCode, headers }) => {
    head = { status: statusCode, encoding: headers['content-encoding'] ?? 'identity' };
  });
  try {
    const text = await readAll(stream);
    if (head === undefined) throw new NoAnswer('the request failed');
    if (head.encoding !== 'identity')
      throw new NoAnswer('its answer has a content encoding, which was not asked for');
    return { status: head.status, text };
  } catch (error) {
    throw signal.aborted ? reasonOf(signal) : noAnswerFrom(error);
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > ANSWER_MAX_BYTES) throw new NoAnswer('its answer is larger than 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function throwIfCut(signal: AbortSignal): void {
  if (signal.aborted) throw reasonOf(signal);
}

function reasonOf({ reason }: AbortSignal): NoAnswer {
  return reason instanceof NoAnswer ? reason : new NoAnswer('the request was cut off');
}
