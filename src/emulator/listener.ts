import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RequestHandler {
  /** Whether it answers requests of this path; the first handler of the list that does gets them. */
  accepts(target: string): boolean;
  /** Rejects if the request cannot be answered any more; the connection is closed then. */
  handle(message: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly handlers: readonly RequestHandler[];
}

export interface Listener {
  readonly origin: string;
  close(): Promise<void>;
}

/** Bounds on what a client may make the server hold. Answers may take any time: slowness is a fault to emulate. */
const LIMITS = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 60_000,
} as const;

const CONNECTIONS_MAX = 1000;

export async function listen({ host, port, handlers }: ListenOptions): Promise<Listener> {
  const server = createServer(LIMITS, (message, response) => {
    const handler = handlers.find((candidate) => candidate.accepts(message.url ?? '/'));
    handler?.handle(message, response).catch(() => response.destroy());
  });
  server.maxConnections = CONNECTIONS_MAX;
  server.listen(port, host);
  await once(server, 'listening');
  return { origin: originOf(server), close: () => close(server) };
}

function originOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
