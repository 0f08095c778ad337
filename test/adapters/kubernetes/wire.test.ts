import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ApiServer } from '../../../src/adapters/kubernetes/api-server.ts';
import { NoAnswer } from '../../../src/adapters/kubernetes/no-answer.ts';
import { createWire, type WireRequest } from '../../../src/adapters/kubernetes/wire.ts';
import { ignore, run, serveBytes, serveHttp } from '../mailgun/servers.ts';
import { serviceAccountFolder } from './cluster-folder.ts';

const TOKEN = 'eyJhbGciOi.s3cr3t.token';
const PEM = new URL('../mailgun/self-signed.pem', import.meta.url);

/** A wire to that origin with the token, and how to send on it. */
function open(origin: string, files: Readonly<Record<string, string | undefined>> = {}) {
  const folder = serviceAccountFolder({ token: `${TOKEN}\n`, ...files });
  const server: ApiServer = { origin, namespace: 'prod', tokenFile: join(folder, 'token') };
  const wire = createWire(server, 'mghooks/test');
  const send = (request: Partial<WireRequest> = {}) =>
    wire.send({ method: 'GET', path: '/lease', signal: new AbortController().signal, ...request });
  return { folder, server, send };
}

const failure = (ended: Promise<unknown>): Promise<unknown> =>
  ended.then(
    () => 'it was answered',
    (error: unknown) => error,
  );

describe('a request', () => {
  it('carries the token, and JSON as it is', async () => {
    const server = await serveHttp((response) => response.writeHead(201).end('{"kind":"Lease"}'));
    const { send } = open(server.origin);
    expect(await send({ method: 'PUT', body: '{"a":1}' })).toEqual({ status: 201, text: '{"kind":"Lease"}' });
    expect(server.seen[0]).toMatchObject({ method: 'PUT', target: '/lease', body: '{"a":1}' });
    expect(server.seen[0]?.headers).toMatchObject({
      accept: 'application/json',
      'accept-encoding': 'identity',
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'user-agent': 'mghooks/test',
    });
  });

  it('carries the token that the file holds now', async () => {
    const server = await serveHttp((response) => response.end('{}'));
    const { folder, send } = open(server.origin);
    await send();
    writeFileSync(join(folder, 'token'), 'the-next-one');
    await send();
    expect(server.seen.map(({ headers }) => headers['authorization'])).toEqual([
      `Bearer ${TOKEN}`,
      'Bearer the-next-one',
    ]);
    expect(server.connections()).toBe(1);
  });

  it.each([
    ['missing', undefined, / cannot be read \(ENOENT\)$/],
    ['empty', '\n', / is empty$/],
    ['no token', `${TOKEN}\nx-more: ${TOKEN}`, / holds no token$/],
  ])('is not sent when the token file is %s', async (_, token, message) => {
    const server = await serveHttp((response) => response.end('{}'));
    const error = await failure(open(server.origin, { token }).send());
    expect(error).toBeInstanceOf(NoAnswer);
    expect((error as NoAnswer).message).toMatch(message);
    expect(inspect(error)).not.toContain(TOKEN);
    expect(server.seen).toEqual([]);
  });

  it.each([301, 307, 429, 500, 503])('is sent once, whatever the server says (%i)', async (status) => {
    const other = await serveHttp((response) => response.end('{}'));
    const server = await serveHttp((response) =>
      response.writeHead(status, { location: other.origin, 'retry-after': '0' }).end('x'),
    );
    expect(await open(server.origin).send()).toEqual({ status, text: 'x' });
    expect(server.seen).toHaveLength(1);
    expect(other.seen).toHaveLength(0);
  });
});

describe('no answer', () => {
  it('is what more than 1 MiB means', async () => {
    const server = await serveHttp((response) => response.end('x'.repeat(1_048_577)));
    expect(await failure(open(server.origin).send())).toEqual(
      new NoAnswer('its answer is larger than 1 MiB'),
    );
  });

  it('is what a content encoding means', async () => {
    const server = await serveHttp((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{}')),
    );
    expect(await failure(open(server.origin).send())).toMatchObject({
      message: 'its answer has a content encoding, which was not asked for',
    });
  });

  it('says what the network says, and nothing of the request', async () => {
    const origins = {
      'the connection was reset (ECONNRESET)': (await serveBytes((socket) => socket.resetAndDestroy()))
        .origin,
      'what it sent is not HTTP (HPE_INVALID_CONSTANT)': (await serveBytes((socket) => socket.end(TOKEN)))
        .origin,
      'the connection was refused (ECONNREFUSED)': 'http://127.0.0.1:1',
    };
    for (const [message, origin] of Object.entries(origins)) {
      const error = await failure(open(origin).send({ method: 'PUT', body: TOKEN }));
      expect(error).toBeInstanceOf(NoAnswer);
      expect((error as NoAnswer).message).toBe(message);
      expect((error as NoAnswer).cause).toBeUndefined();
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(TOKEN);
    }
  });

  it('is what an aborted signal means, at once, with the reason', async () => {
    const server = await serveBytes(ignore);
    const controller = new AbortController();
    const ended = failure(open(server.origin).send({ signal: controller.signal }));
    await expect.poll(() => server.connections()).toBe(1);
    controller.abort(new NoAnswer('the time limit of 5 s passed'));
    expect(await ended).toEqual(new NoAnswer('the time limit of 5 s passed'));
    expect(await failure(open(server.origin).send({ signal: AbortSignal.abort() }))).toEqual(
      new NoAnswer('the request was cut off'),
    );
    expect(server.connections()).toBe(1);
  });
});

describe('a secure connection', () => {
  const pem = readFileSync(PEM, 'utf8');

  async function serveSecurely() {
    const asked: string[] = [];
    const server = createHttpsServer({ key: pem, cert: pem }, (message, response) => {
      asked.push(message.headers.authorization ?? '');
      response.end('{}');
    });
    const { origin } = await run(server, 'https');
    return { origin, asked };
  }

  it('trusts the CA of the cluster, and no other', async () => {
    const { origin, asked } = await serveSecurely();
    const { folder, server } = open(origin, { 'ca.crt': pem });
    const wire = createWire({ ...server, caFile: join(folder, 'ca.crt') }, 'mghooks/test');
    const { signal } = new AbortController();
    expect(await wire.send({ method: 'GET', path: '/', signal })).toEqual({ status: 200, text: '{}' });
    expect(asked).toEqual([`Bearer ${TOKEN}`]);
  });

  it('is refused without that CA, whatever the environment says', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    onTestFinished(() => {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    });
    const { origin, asked } = await serveSecurely();
    expect(await failure(open(origin).send())).toEqual(
      new NoAnswer('its certificate is not signed by the CA we were given (DEPTH_ZERO_SELF_SIGNED_CERT)'),
    );
    expect(asked).toEqual([]);
  });
});
