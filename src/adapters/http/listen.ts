import type { Server } from 'node:http';

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Why an address cannot be had, by the error code of the system. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'another process uses this port'],
  ['EADDRNOTAVAIL', 'this machine does not have this address'],
  ['EACCES', 'this process may not use this port; ports from 1024 need no rights'],
  ['ENOTFOUND', 'there is no host of this name'],
  ['EAI_AGAIN', 'the name of the host cannot be resolved now'],
]);

/** Resolves when the server listens, with the reason if it cannot. */
export function listen(server: Server, { host, port }: Address): Promise<string | undefined> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const reason = REASONS.get(error.code ?? '') ?? error.message;
      const shown = host.includes(':') ? `[${host}]` : host;
      resolve(`Cannot listen on ${shown}:${port}: ${reason}`);
    };
    server.once('error', fail);
    server.listen({ host, port }, () => {
      server.off('error', fail);
      resolve(undefined);
    });
  });
}
