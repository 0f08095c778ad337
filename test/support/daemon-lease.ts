import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type LeaseServer, startLeaseServer } from './lease-server/lease-server.ts';

export interface LeasePlace extends LeaseServer {
  /** The flags of a daemon that contends here under that name, over a line of its own. */
  flags(name: string): Promise<readonly string[]>;
  /** From now on nothing that this daemon sends arrives, and nothing is answered. */
  cutOff(name: string): void;
  /** Whose name the lease holds; empty if nobody's. */
  holder(): string;
}

const LEASES = '/apis/coordination.k8s.io/v1/namespaces/prod/leases';

/** As a leader leaves it that has ended in order: whoever comes may take it at once. */
const RELEASED = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'mghooks', namespace: 'prod' },
  spec: { holderIdentity: '', leaseDurationSeconds: 1 },
};

type OnEnd = (close: () => Promise<void> | void) => void;

/** An API server with a Lease that is free. `onEnd` is told how to close all of it. */
export async function startLeasePlace(onEnd: OnEnd): Promise<LeasePlace> {
  const server = await startLeaseServer();
  onEnd(() => server.close());
  server.store.handle({ method: 'POST', path: LEASES, body: JSON.stringify(RELEASED) });
  const lines = new Map<string, Line>();
  return Object.assign(server, {
    flags: async (name: string) => {
      const line = new Line(Number(new URL(server.origin).port));
      onEnd(() => line.close());
      lines.set(name, line);
      return [
        '--lease=mghooks',
        // A new leader would wait for a minute, as it does not know what the old one has sent; a share of its own is free.
        '--first-start=rested',
        '--budget-share=0.4',
        `--lease-server=${await line.open()}`,
        '--lease-namespace=prod',
        `--lease-identity=${name}`,
      ];
    },
    cutOff: (name: string) => lines.get(name)?.cut(),
    holder: () => server.store.lease()?.spec.holderIdentity ?? '',
  });
}

/** Carries the bytes of one daemon to the API server and back, until it is cut. */
class Line {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cut = false;

  constructor(port: number) {
    this.#server = createServer((near) => {
      const far = connect({ port, host: '127.0.0.1' });
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('data', (bytes) => this.#cut || to.write(bytes));
        from.on('error', () => undefined);
        from.on('close', () => to.destroy());
      }
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.#cut = true;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
