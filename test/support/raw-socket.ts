import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection that says exactly what it is told to say. */
export interface RawSocket {
  readonly socket: Socket;
  send(text: string): void;
  /** Everything received so far. */
  received(): string;
  /** Resolves when the other side has ended the connection, in whatever way. */
  readonly closed: Promise<void>;
}

export async function openRawSocket(port: number): Promise<RawSocket> {
  const socket = connect({ port, host: '127.0.0.1' });
  let received = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    received += text;
  });
  // A reset is one of the ways to end a connection.
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return { socket, send: (text) => void socket.write(text), received: () => received, closed };
}
