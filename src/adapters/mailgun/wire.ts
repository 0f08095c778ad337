import { setMaxListeners } from 'node:events';
import got, { type OptionsInit, type Request } from 'got';
import type { Secret } from '../../model/secret.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Agents, createAgents } from './agents.ts';
import type { Answer, AnswerBody, AnswerHeaders } from './answer.ts';
import { describeFailure, NoAnswer } from './no-answer.ts';
import { formEncode, type Pair } from './request-url.ts';
import { basicToken } from './scrub.ts';

const ANSWER_MAX_BYTES = 1_048_576;
const REQUEST_TIMEOUT_MS = 8000;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface WireRequest<M extends Method> {
  readonly method: M;
  readonly url: URL;
  readonly apiKey: Secret;
  readonly form?: readonly Pair[];
  /** Cuts the request off when aborted; for reads alone, as a write that was cut off may have been applied. */
  readonly signal?: AbortSignal | undefined;
}

/** Sends one request once: no retry, no redirect, no cache, no cookie. */
export interface Wire<M extends Method> {
  /** Rejects with `NoAnswer`, and with nothing else, if not even the head of an answer arrived. */
  send(request: WireRequest<M>): Promise<Answer>;
}

export interface WireOptions<M extends Method> {
  /** A request with any other method is refused, whatever the types let through. */
  readonly methods: readonly M[];
  readonly subaccount?: string | undefined;
  readonly userAgent: string;
  /** The most a request may take in all, 8 s by default. */
  readonly requestTimeoutMs?: number | undefined;
  readonly clock: Clock;
}

export function createWire<M extends Method>(options: WireOptions<M>): Wire<M> {
  const agents = createAgents(options.clock);
  return {
    send: async (request) => {
      const { method, url } = request;
      if (!options.methods.includes(method)) throw new TypeError(`${method} is not allowed here`);
      const stream = got.stream(url, gotOptions(request, options, agents));
      // Got's own limit does not end a connection that the server turned over to another protocol.
      const limitMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
      const cancel = options.clock.after(limitMs, () => stream.destroy(new TimeLimit()));
      const cut = (): void => void stream.destroy(new CutOff());
      // Many requests are under way on one signal; Node would print that it suspects a leak.
      if (request.signal !== undefined) setMaxListeners(0, request.signal);
      request.signal?.addEventListener('abort', cut, { once: true });
      return await receive(stream).finally(() => {
        cancel();
        request.signal?.removeEventListener('abort', cut);
      });
    },
  };
}

function gotOptions<M extends Method>(
  { method, apiKey, form }: WireRequest<M>,
  { subaccount, userAgent, requestTimeoutMs = REQUEST_TIMEOUT_MS }: WireOptions<M>,
  agent: Agents,
) {
  return {
    method,
    agent,
    headers: {
      accept: 'application/json',
      // Unpacked, 200 KB of gzip can be 200 MB. Nothing that is encoded is read.
      'accept-encoding': 'identity',
      // Never as `username` and `password`: got would print them in the messages of its errors.
      authorization: `Basic ${basicToken(apiKey)}`,
      'user-agent': userAgent,
      ...(subaccount === undefined ? {} : { 'x-mailgun-on-behalf-of': subaccount }),
      ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    // A stream without a body waits for one to be written, whatever the method.
    ...(method === 'GET' ? {} : { body: formEncode(form ?? []) }),
    timeout: {
      lookup: requestTimeoutMs / 2,
      connect: requestTimeoutMs / 2,
      secureConnect: requestTimeoutMs / 2,
      request: requestTimeoutMs,
    },
    // One slot of the budget is one request on the wire; and a redirect would carry the key to another host.
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    http2: false,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    https: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
  } satisfies OptionsInit;
}

class TimeLimit extends Error {
  readonly code = 'ETIMEDOUT';
}

class CutOff extends Error {
  readonly code = 'ECONNABORTED';
}

async function receive(stream: Request): Promise<Answer> {
  // An error after the end of our interest, such as the one of a cut connection, must not end the process.
  stream.on('error', () => undefined);
  let head: { readonly status: number; readonly headers: AnswerHeaders } | undefined;
  stream.once('response', (response) => {
    head = { status: response.statusCode, headers: response.headers };
  });
  const body = await receiveBody(stream, () => refusedEncoding(head?.headers));
  if (head !== undefined) return { ...head, body };
  throw new NoAnswer(body.kind === 'whole' ? describeFailure(undefined) : body.problem);
}

/** Reads to the end, or cuts the connection as soon as the body is refused. */
async function receiveBody(
  stream: AsyncIterable<Uint8Array>,
  refuse: () => string | undefined,
): Promise<AnswerBody> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > ANSWER_MAX_BYTES) return { kind: 'refused', problem: 'it is larger than 1 MiB' };
      const problem = refuse();
      if (problem !== undefined) return { kind: 'refused', problem };
      chunks.push(chunk);
    }
  } catch (error) {
    return { kind: 'cut-off', problem: describeFailure(error) };
  }
  const problem = refuse();
  return problem === undefined
    ? { kind: 'whole', bytes: Buffer.concat(chunks) }
    : { kind: 'refused', problem };
}

function refusedEncoding(headers: AnswerHeaders = {}): string | undefined {
  const encoding = headers['content-encoding'];
  const plain = encoding === undefined || String(encoding).toLowerCase() === 'identity';
  return plain ? undefined : 'it has a content encoding, which was not asked for';
}
