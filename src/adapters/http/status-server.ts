import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../ports/clock.ts';
import { boundConnections } from './connections.ts';
import { listen } from './listen.ts';
import { type Exchange, sendReply, textReply } from './reply.ts';
import { answerRequest, type Route } from './route.ts';
import { type StatusSources, statusRoutes } from './status-routes.ts';

export interface StatusServerOptions extends StatusSources {
  /** Port 0 takes any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly clock: Pick<Clock, 'after'>;
  /** Told what went wrong inside, one sentence, for the log; those who asked are told only that something did. */
  report(problem: string): void;
  readonly limits?: Partial<StatusLimits>;
}

/** Bounds on what clients may make the server hold, times in milliseconds. */
export interface StatusLimits {
  readonly connections: number;
  /** For the head of a request to arrive. */
  readonly headersMs: number;
  /** For a whole request to arrive. */
  readonly requestMs: number;
  /** For a connection on which nothing moves, and between two requests. */
  readonly idleMs: number;
  /** For answers under way to leave, once the server closes. */
  readonly closeMs: number;
}

const LIMITS: StatusLimits = {
  connections: 128,
  headersMs: 5_000,
  requestMs: 10_000,
  idleMs: 30_000,
  closeMs: 1_000,
};

const HEADER_BYTES_MAX = 8192;
const HEADERS_MAX = 64;
const REQUESTS_PER_CONNECTION_MAX = 1000;
/** How often Node looks for requests that take too long to arrive. */
const CHECK_EVERY_MS = 500;

export interface StatusServer {
  readonly kind: 'listening';
  /** Such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Resolves when the last connection has ended. */
  close(): Promise<void>;
}

export interface ListenFailure {
  readonly kind: 'failed';
  /** Names the address and what would be right, one sentence. */
  readonly message: string;
}

/** Serves health, metrics and the status page. An address that cannot be had is an answer, not an exception. */
export async function createStatusServer(
  options: StatusServerOptions,
): Promise<StatusServer | ListenFailure> {
  const limits = { ...LIMITS, ...options.limits };
  const server = createHttpServer(limits);
  const connections = boundConnections(server, limits.connections);
  const routes = statusRoutes(options);
  server.on('request', (message, response) => {
    void answer({ message, response }, { routes, server, report: options.report });
  });
  const problem = await listen(server, options.listen);
  if (problem !== undefined) return { kind: 'failed', message: problem };
  server.on('error', (error) => options.report(`the status page: ${error.message}`));
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    kind: 'listening',
    origin: originOf(server),
    close: async () => {
      server.close();
      connections.endIdle();
      const cancel = options.clock.after(limits.closeMs, () => server.closeAllConnections());
      await closed;
      cancel();
    },
  };
}

function createHttpServer(limits: StatusLimits): Server {
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    keepAliveTimeout: limits.idleMs,
    maxHeaderSize: HEADER_BYTES_MAX,
  });
  server.maxHeadersCount = HEADERS_MAX;
  server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION_MAX;
  server.timeout = limits.idleMs;
  return server;
}

interface Answering {
  readonly routes: readonly Route[];
  readonly server: Server;
  report(problem: string): void;
}

async function answer(exchange: Exchange, { routes, server, report }: Answering): Promise<void> {
  const reply = await answerRequest(routes, exchange.message).catch((error: unknown) => {
    report(`the status page could not answer: ${error instanceof Error ? error.message : String(error)}`);
    return textReply(500, 'Internal error. The log says more.');
  });
  // A client that waits for a connection to end does not wait longer than it must once the server closes.
  sendReply(exchange, reply, !server.listening);
}

function originOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
