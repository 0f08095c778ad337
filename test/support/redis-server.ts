import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { whyMissing } from './debian-package.ts';

const BINARY = 'redis-server';
const POLL_MS = 10;
const START_LIMIT_MS = 10_000;

/** A real Redis without persistence: what is killed comes back empty. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  readonly pid: () => number;
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
}

/** Why tests that need Redis cannot run, `undefined` if they can: `describe.skipIf(redisMissing)`. */
export const redisMissing: string | undefined = whyMissing({
  binary: BINARY,
  packageName: 'redis-server',
  testsOf: 'the shared rate window',
});

/** Starts a Redis on a free port of the loopback interface, and ends it when the test has finished. */
export async function withRedis(more: readonly string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mghooks-redis-'));
  const port = await freePort();
  let server = await start({ folder, port, more });
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  onTestFinished(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    pid: () => server.pid ?? 0,
    kill,
    restart: async () => {
      await kill();
      server = await start({ folder, port, more });
    },
  };
}

interface Start {
  readonly folder: string;
  readonly port: number;
  readonly more: readonly string[];
}

async function start({ folder, port, more }: Start): Promise<ChildProcess> {
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const words = [...place, '--save', '', '--appendonly', 'no', ...more];
  const server = spawn(BINARY, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  server.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  server.stderr.on('data', (chunk) => {
    printed += chunk;
  });
  const limit = performance.now() + START_LIMIT_MS;
  while (!(await answers(port))) {
    if (server.exitCode !== null || performance.now() > limit) {
      server.kill('SIGKILL');
      throw new Error(`${BINARY} does not start on port ${port}:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return server;
}

/** Whether it answers at all; one that wants a password does so with an error. */
async function answers(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write('PING\r\n');
  const answered = await Promise.race([
    once(socket, 'data').then(() => true),
    once(socket, 'close').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return answered;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
