import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as passed } from 'node:timers/promises';
import type { Access } from './access.ts';
import { LeaseStore } from './lease-store.ts';
import { sharedMs } from './shared-clock.ts';

/** How the server treats the requests from now on. */
export interface Weather {
  /** Before a request is handled, and again before its answer leaves. */
  readonly latencyMs?: () => number;
  /**
   * | trouble       | what becomes of a request                                |
   * |---------------|----------------------------------------------------------|
   * | `silence`     | it is never handled, and never answered                  |
   * | `reset`       | the connection is reset before it is handled             |
   * | `lost-answer` | it is handled, and then the connection is reset          |
   * | `unavailable` | 503                                                      |
   */
  readonly trouble?: (userAgent: string) => Trouble | undefined;
}

export type Trouble = 'silence' | 'reset' | 'lost-answer' | 'unavailable';

export interface LeaseServer {
  readonly origin: string;
  readonly store: LeaseStore;
  weather: Weather;
  close(): Promise<void>;
}

/** The API server on a free port of loopback. */
export async function startLeaseServer(access: Access = {}): Promise<LeaseServer> {
  const store = new LeaseStore({ nowMs: sharedMs, wallMs: () => Date.now(), access });
  const http = createServer((message, response) => {
    void answer(server, message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const server: LeaseServer = {
    origin: `http://127.0.0.1:${port}`,
    store,
    weather: {},
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

async function answer(server: LeaseServer, message: IncomingMessage, response: ServerResponse) {
  const { latencyMs = () => 0, trouble: troubleNow = () => undefined } = server.weather;
  const trouble = troubleNow(message.headers['user-agent'] ?? '');
  const { method = '', url = '', headers } = message;
  const body = await text(message);
  await passed(latencyMs());
  if (trouble === 'silence') return;
  if (trouble === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const { authorization } = headers;
  const { status, object } =
    trouble === 'unavailable'
      ? { status: 503, object: 'service unavailable' }
      : server.store.handle({ method, path: url, authorization, body });
  await passed(latencyMs());
  if (trouble === 'lost-answer') {
    response.socket?.resetAndDestroy();
    return;
  }
  const json = typeof object !== 'string';
  response.writeHead(status, { 'content-type': json ? 'application/json' : 'text/plain' });
  response.end(json ? JSON.stringify(object) : object);
}
