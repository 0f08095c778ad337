import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface Connections {
  /** Ends all that have no request under way. */
  endIdle(): void;
}

/**
 * Bounds the open connections of a server. One too many, and the oldest that has no request under way gives way, so
 * that somebody who opens connections and sends nothing never keeps a probe or a scrape out.
 */
export function boundConnections(server: Server, max: number): Connections {
  // Oldest first, with the requests under way.
  const open = new Map<Socket, number>();
  server.on('connection', (socket: Socket) => {
    open.set(socket, 0);
    socket.once('close', () => open.delete(socket));
    if (open.size > max) end(oldest(open, socket));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const add = (requests: number): void => {
      const underWay = open.get(socket);
      if (underWay !== undefined) open.set(socket, underWay + requests);
    };
    add(1);
    response.once('close', () => add(-1));
  });
  const end = (socket: Socket): void => {
    open.delete(socket);
    socket.destroy();
  };
  return {
    endIdle: () => {
      for (const socket of idle(open)) end(socket);
    },
  };
}

function oldest(open: ReadonlyMap<Socket, number>, newcomer: Socket): Socket {
  const [first] = idle(open).filter((socket) => socket !== newcomer);
  return first ?? [...open.keys()][0] ?? newcomer;
}

function idle(open: ReadonlyMap<Socket, number>): readonly Socket[] {
  return [...open].filter(([, requests]) => requests === 0).map(([socket]) => socket);
}
