import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as passed } from 'node:timers/promises';
import { sharedMs } from './shared-clock.ts';

/** A write as the server saw it; all times on the clock that the processes of one machine share. */
export interface SeenWrite {
  readonly by: string;
  /** When its process made sure that it may write. */
  readonly checkedMs: number;
  readonly arrivedMs: number;
  /** When it was answered; absent while it is under way. */
  endedMs?: number;
}

export interface WriteCounter {
  readonly origin: string;
  readonly writes: readonly SeenWrite[];
  close(): Promise<void>;
}

/** Takes writes in the place of Mailgun: notes who wrote and when, and takes its time for some. */
export async function startWriteCounter(tookMs: () => number): Promise<WriteCounter> {
  const writes: SeenWrite[] = [];
  const server = createServer((message, response) => {
    const { searchParams } = new URL(message.url ?? '', 'http://localhost');
    const write: SeenWrite = {
      by: searchParams.get('by') ?? '',
      checkedMs: Number(searchParams.get('checkedMs')),
      arrivedMs: sharedMs(),
    };
    writes.push(write);
    void passed(tookMs()).then(() => {
      write.endedMs = sharedMs();
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    writes,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
