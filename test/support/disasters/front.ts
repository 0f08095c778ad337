import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { run } from '../../adapters/mailgun/servers.ts';

/** What a server says that no library for HTTP would let it say. */
export interface Bytes {
  /** Sent before the right answer. */
  readonly preface?: string;
  /** Sent instead of the right answer. */
  readonly instead?: string;
  /** Whether the connection stays open after `instead`; it is closed unless said. */
  readonly open?: boolean;
}

/** Which requests are answered so, and whether they have their effect first. */
export interface Strike {
  readonly methods: readonly string[];
  readonly domain: string;
  readonly when: 'before' | 'after';
  readonly bytes: Bytes;
}

export interface Front {
  readonly origin: string;
  /** How many requests each has struck. */
  hits(): readonly number[];
}

/** A server in front of another one: it passes everything on, save what is struck. */
export async function frontOf(origin: string, strikes: readonly Strike[]): Promise<Front> {
  const hits = strikes.map(() => 0);
  const server = createServer((message, response) => {
    const { method = '', url = '' } = message;
    const index = strikes.findIndex(
      ({ methods, domain }) => methods.includes(method) && url.includes(`/${domain}/`),
    );
    hits[index] = (hits[index] ?? 0) + 1;
    void answer(origin, { message, response, strike: strikes[index] }).catch(() => message.socket.destroy());
  });
  const running = await run(server);
  return { origin: running.origin, hits: () => hits };
}

interface Asked {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly strike: Strike | undefined;
}

async function answer(origin: string, { message, response, strike }: Asked): Promise<void> {
  const { preface, instead, open = false } = strike?.bytes ?? {};
  if (preface !== undefined) message.socket.write(preface);
  if (instead === undefined) {
    const right = await passOn(origin, message);
    response.writeHead(right.statusCode ?? 502, right.headers);
    right.pipe(response);
    return;
  }
  if (strike?.when === 'after') (await passOn(origin, message)).resume();
  message.socket.write(instead);
  if (!open) message.socket.end();
}

async function passOn(origin: string, message: IncomingMessage): Promise<IncomingMessage> {
  const { method, headers, url } = message;
  const passed = request(`${origin}${url}`, { method, headers, agent: false });
  message.pipe(passed);
  const [right]: IncomingMessage[] = await once(passed, 'response');
  if (right === undefined) throw new Error('No answer to pass on');
  return right;
}
