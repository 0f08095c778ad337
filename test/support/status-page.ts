import { onTestFinished } from 'vitest';
import { createSystemClock } from '../../src/adapters/clock/system-clock.ts';
import {
  createStatusServer,
  type StatusServer,
  type StatusServerOptions,
} from '../../src/adapters/http/status-server.ts';
import type { Status } from '../../src/ports/status.ts';
import { exampleStatus } from './example-status.ts';

/** A status server on a free port of the loopback interface. */
export interface StatusPage extends StatusServer {
  readonly port: number;
  /** What went wrong inside. */
  readonly problems: readonly string[];
  /** What the server tells from now on. */
  show(status: Status): void;
}

export async function withStatusPage(options: Partial<StatusServerOptions> = {}): Promise<StatusPage> {
  const problems: string[] = [];
  let shown = exampleStatus();
  const server = await createStatusServer({
    listen: { host: '127.0.0.1', port: 0 },
    clock: createSystemClock(),
    status: () => shown,
    alive: () => ({ alive: true, message: 'the loop moved 1 s ago' }),
    metrics: () => Promise.resolve({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' }),
    posts: {
      token: () => undefined,
      howToEnable: 'Set a token.',
      approvalsFile: undefined,
      sync: () => ({ kind: 'accepted' }),
      approve: () => ({ kind: 'accepted' }),
    },
    report: (problem) => problems.push(problem),
    ...options,
  });
  if (server.kind === 'failed') throw new Error(server.message);
  onTestFinished(() => server.close());
  return {
    ...server,
    port: Number(new URL(server.origin).port),
    problems,
    show: (status) => {
      shown = status;
    },
  };
}
