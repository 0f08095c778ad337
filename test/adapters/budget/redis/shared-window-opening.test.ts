import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SharedWindowError } from '../../../../src/adapters/budget/redis/shared-window-error.ts';
import { freePort, redisMissing, withRedis } from '../../../support/redis-server.ts';
import { clock, restAccount, withWindow } from './window.ts';

const CANARY = 'c4n4ry-p4ssw0rd/+';
const LOGIN = `:${encodeURIComponent(CANARY)}@`;
/** Arguments of a Redis that wants the canary as its password. */
const LOCKED = ['--requirepass', CANARY];

type Options = Parameters<typeof withWindow>[0];

/** The error that opening a window ends with. */
async function failure(options: Options): Promise<Error> {
  const error = await withWindow(options).then(
    () => 'opened',
    (reason: unknown) => reason,
  );
  if (!(error instanceof SharedWindowError)) throw new Error(`not an error of ours: ${inspect(error)}`);
  return error;
}

/** Arguments for a further user with the canary as password. */
function user(name: string, ...rules: readonly string[]): readonly string[] {
  return ['--user', name, 'on', `>${CANARY}`, ...rules];
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('opening a shared window', () => {
  it('fails at once if the URL is wrong, and says what would be right', async () => {
    const { message } = await failure({ redisUrl: `http://${LOGIN}cache.example` });
    expect(message).toContain('expected redis://[[user]:password@]host[:port][/database]');
    expect(message).not.toContain('c4n4ry');
  });

  it.each([
    [{ limit: 0 }, 'limit is 0: expected a whole number, at least 1'],
    [{ windowMs: 0.5 }, 'windowMs is 0.5: expected a whole number, at least 1'],
    [{ leaseMs: Number.NaN }, 'leaseMs is NaN: expected a whole number, at least 1'],
    [{ account: 'a b}' }, 'The account id "a b}" cannot be a part of a key'],
  ])('fails at once if an option is wrong: %j', async (options, message) => {
    const error = await failure({ redisUrl: 'redis://cache.example', ...options });
    expect(error.message).toContain(message);
  });

  it('fails within five seconds if nobody listens, or nobody answers', { timeout: 10_000 }, async () => {
    const silent = await listening(createServer());
    const nobody = await freePort();
    const startMs = clock.nowMs();
    const errors = await Promise.all([
      failure({ redisUrl: `redis://${LOGIN}127.0.0.1:${nobody}` }),
      failure({ redisUrl: `redis://${LOGIN}127.0.0.1:${silent}` }),
      failure({ redisUrl: `rediss://${LOGIN}127.0.0.1:${silent}` }),
    ]);
    expect(clock.nowMs() - startMs).toBeLessThan(5000);
    expect(errors.map(({ message }) => message)).toEqual([
      `Redis at redis://127.0.0.1:${nobody}: nothing listens there (ECONNREFUSED)`,
      `Redis at redis://127.0.0.1:${silent}: it does not answer`,
      `Redis at rediss://127.0.0.1:${silent}: it does not answer (ETIMEDOUT)`,
    ]);
  });

  it('fails at once if what answers is not Redis', async () => {
    const port = await listening(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const { message } = await failure({ redisUrl: `redis://127.0.0.1:${port}` });
    expect(message).toBe(`Redis at redis://127.0.0.1:${port}: what answers is not Redis`);
    const http = await listening(createHttpServer());
    const { message: tls } = await failure({ redisUrl: `rediss://127.0.0.1:${http}` });
    expect(tls).toContain('it does not speak TLS');
  });
});

describe.skipIf(redisMissing)('opening a shared window on a Redis', () => {
  it('waits for a Redis that is a little late', async () => {
    const redis = await withRedis();
    await redis.kill();
    const opening = withWindow({ redisUrl: redis.url });
    await clock.sleep(300);
    await redis.restart();
    expect((await opening).state().connected).toBe(true);
  });

  it('tells whoever waits of a mistake in this program, instead of trying for ever', async () => {
    const redis = await withRedis();
    const onState = (): never => {
      throw new TypeError('mistake');
    };
    await expect(withWindow({ redisUrl: redis.url, onState })).rejects.toThrow('mistake');
  });

  it('signs in with a password, and with a user, and uses the database of the URL', async () => {
    const redis = await withRedis([...LOCKED, ...user('someone', '~mghooks:*', '+@all')]);
    const place = `127.0.0.1:${redis.port}/3`;
    for (const name of ['', 'someone']) {
      await restAccount(`redis://${name}${LOGIN}${place}`, `of-${name}`);
    }
    const sameDatabase = await withWindow({
      redisUrl: `redis://${LOGIN}${place}`,
      account: 'of-someone',
    });
    expect(sameDatabase.state()).toMatchObject({ connected: true, pausedForMs: 0 });
  });

  it.each([
    {
      fault: 'a wrong password',
      login: ':wrong@',
      sentence: 'it refuses the user or the password (WRONGPASS)',
    },
    { fault: 'no password', login: '', sentence: 'it wants a password, and the URL has none' },
    { fault: 'an unknown database', database: '/99', sentence: 'it has no database with this number' },
    { fault: 'a user without the right', login: `weak${LOGIN}`, sentence: 'the user may not run the script' },
  ])('fails at once with $fault', async ({ login = LOGIN, database = '', sentence }) => {
    const redis = await withRedis([...LOCKED, ...user('weak', '~*', '+@all', '-@scripting')]);
    const startMs = clock.nowMs();
    const { message } = await failure({ redisUrl: `redis://${login}127.0.0.1:${redis.port}${database}` });
    expect(message).toContain(`Redis at redis://127.0.0.1:${redis.port}: ${sentence}`);
    expect(clock.nowMs() - startMs).toBeLessThan(1000);
  });

  it('fails if the URL has a password and Redis has none', async () => {
    const redis = await withRedis();
    const { message } = await failure({ redisUrl: redis.url.replace('//', `//${LOGIN}`) });
    expect(message).toContain('it has no password, but the URL has one');
  });

  it('shows the password in no error, no reason, no state and no output', async () => {
    const printed = ['log', 'info', 'warn', 'error'] as const;
    const spies = printed.map((name) => vi.spyOn(console, name).mockImplementation(() => undefined));
    const streams = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    onTestFinished(() => {
      for (const spy of [...spies, ...streams]) spy.mockRestore();
    });
    const seen: unknown[] = [];
    const redis = await withRedis(LOCKED);
    const open = await withRedis();
    const place = (port: number) => `redis://${LOGIN}127.0.0.1:${port}`;
    seen.push(await failure({ redisUrl: `${place(redis.port)}/99` }));
    seen.push(await failure({ redisUrl: place(open.port) }));
    seen.push(await failure({ redisUrl: `${place(redis.port)}/x` }));
    seen.push(await failure({ redisUrl: place(redis.port).replace('c4n4ry', 'c4n4ry2') }));
    const window = await withWindow({ redisUrl: place(redis.port), onState: (...told) => seen.push(told) });
    await redis.kill();
    await vi.waitFor(() => expect(window.state().connected).toBe(false));
    seen.push(window, window.state());
    await window.close();
    seen.push(await window.acquire(new AbortController().signal).catch((error: unknown) => error));
    seen.push(...spies.flatMap((spy) => spy.mock.calls), ...streams.flatMap((spy) => spy.mock.calls));
    const text = seen
      .map((one) => `${inspect(one, { depth: 20, showHidden: true })} ${JSON.stringify(one)} ${String(one)}`)
      .join('\n');
    for (const spelling of spellings('p4ssw0rd')) expect(text).not.toContain(spelling);
    expect(text).toContain('127.0.0.1');
  });
});

/** As it is, in hexadecimal, and in base64 at each of three offsets. */
function spellings(secret: string): readonly string[] {
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from(secret.slice(offset, offset + 6))
      .toString('base64')
      .replace(/=+$/, ''),
  );
  return [secret, Buffer.from(secret).toString('hex'), ...base64];
}
