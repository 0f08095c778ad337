import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { connectionFailure } from './connection-failure.ts';
import type { RedisAddress } from './redis-address.ts';

const CONNECT_TIMEOUT_MS = 3000;
const COMMAND_TIMEOUT_MS = 2000;
const DISCONNECT_TIMEOUT_MS = 200;
const KEEP_ALIVE_MS = 30_000;

/** One connection to Redis, used until it fails. Everything it throws is a `SharedWindowError`. */
export interface Connection {
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Calls `action` when the connection has ended, whoever ended it. */
  onEnd(action: () => void): void;
  hasEnded(): boolean;
  close(): void;
}

export interface Script {
  readonly lua: string;
  /** SHA-1 of the text, by which Redis remembers it. */
  readonly sha: string;
}

export function createScript(lua: string): Script {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/** Connects and signs in; the signal ends the connection, before and after. */
export async function connect(address: RedisAddress, signal: AbortSignal): Promise<Connection> {
  const client = await createClient(address);
  // A connection that never came to be may not tell its end: its listener would be left behind at each try.
  const close = (): void => {
    signal.removeEventListener('abort', close);
    client.disconnect();
  };
  let ended = false;
  let failure: unknown;
  client.on('error', (error: unknown) => {
    failure ??= error;
  });
  client.once('end', () => {
    ended = true;
    signal.removeEventListener('abort', close);
  });
  signal.addEventListener('abort', close);
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw connectionFailure(failure ?? error, address);
    }
  };
  await guard(() => signIn(client, address)).catch((error: unknown) => {
    close();
    throw error;
  });
  return {
    run: (script, keys, args) => guard(() => evaluate(client, script, [keys.length, ...keys, ...args])),
    onEnd: (action) => {
      client.once('end', action);
    },
    hasEnded: () => ended,
    close,
  };
}

/**
 * ioredis without what it does by itself: it does not queue, repeat or reconnect, because a question that is asked twice
 * takes slots twice. It does not sign in either: its warnings about that go to the console.
 */
/** Loaded when it is needed: it takes 14 MiB, and few processes share a budget. */
async function createClient({ host, port, tls }: RedisAddress): Promise<Redis> {
  const { Redis } = await import('ioredis');
  return new Redis({
    host,
    port,
    ...(tls ? { tls: {} } : {}),
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
  });
}

async function signIn(client: Redis, { username, password, database }: RedisAddress): Promise<void> {
  await client.connect();
  if (password !== undefined) {
    const credentials = username === undefined ? [password.reveal()] : [username, password.reveal()];
    await client.call('AUTH', ...credentials);
  }
  if (database !== 0) await client.call('SELECT', database);
}

/** A Redis that was restarted does not know the script: then it is sent in full, and remembered. */
async function evaluate(client: Redis, script: Script, args: readonly (string | number)[]): Promise<unknown> {
  try {
    return await client.call('EVALSHA', script.sha, ...args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return await client.call('EVAL', script.lua, ...args);
  }
}
