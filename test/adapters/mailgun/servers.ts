import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SeenRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface RunningServer {
  readonly origin: string;
  /** Connections that were opened so far. */
  readonly connections: () => number;
}

export interface RunningHttpServer extends RunningServer {
  readonly seen: readonly SeenRequest[];
}

/** An HTTP server that answers as it is told, and remembers what it was asked. */
export async function serveHttp(
  answer: (response: ServerResponse, request: SeenRequest, count: number) => void,
): Promise<RunningHttpServer> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (message, response) => {
    const request = { ...describe(message), body: await textOf(message) };
    seen.push(request);
    answer(response, request, seen.length);
  });
  return { ...(await run(server)), seen };
}

/** A server that speaks no HTTP of its own: `talk` gets each connection once the first bytes have arrived. */
export async function serveBytes(talk: (socket: Socket, count: number) => void): Promise<RunningServer> {
  let count = 0;
  const server = createTcpServer((socket) => {
    count += 1;
    const mine = count;
    socket.once('data', () => talk(socket, mine));
  });
  return await run(server);
}

/** Listens on a free port of loopback until the test has finished. */
export async function run(server: Server, protocol = 'http'): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `${protocol}://127.0.0.1:${port}`, connections: () => connections };
}

function describe({ method = '', url = '', headers, rawHeaders }: IncomingMessage) {
  return { method, target: url, headers, rawHeaders };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** A socket that takes everything and says nothing more. */
export function ignore(socket: Socket): void {
  socket.resume();
}
