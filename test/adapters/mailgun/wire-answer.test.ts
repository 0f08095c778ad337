import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { serveBytes, serveHttp } from './servers.ts';
import { LIMIT_MS, openWire } from './wire-bench.ts';

const MIB = 1_048_576;

describe('an answer on the wire', () => {
  it('is its status, its headers and its bytes', async () => {
    const server = await serveHttp((response) => {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"é"}\n');
    });
    const answer = await openWire()(server.origin);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.body).toEqual({ kind: 'whole', bytes: Buffer.from('{"message":"é"}\n') });
  });

  it('of a mebibyte is read', async () => {
    const server = await serveHttp((response) => response.end(Buffer.alloc(MIB, 'x')));
    expect(await openWire()(server.origin)).toMatchObject({ body: { kind: 'whole' } });
  });

  it.each([
    ['with a length', { 'content-length': `${MIB + 1}` }],
    ['without one', {}],
  ])('of more than a mebibyte is cut, %s', async (_, headers) => {
    const server = await serveHttp((response) =>
      response.writeHead(200, headers).end(Buffer.alloc(MIB + 1, 'x')),
    );
    const { body } = await openWire()(server.origin);
    expect(body).toEqual({ kind: 'refused', problem: 'it is larger than 1 MiB' });
  });

  it('without an end is cut, and the connection with it', async () => {
    const closed = { times: 0 };
    const server = await serveHttp((response) => {
      const piece = Buffer.alloc(65_536, 'x');
      const pour = () => {
        while (!response.destroyed && response.write(piece)) {}
      };
      response.on('drain', pour).on('close', () => {
        closed.times += 1;
      });
      pour();
    });
    const { body } = await openWire()(server.origin);
    expect(body).toEqual({ kind: 'refused', problem: 'it is larger than 1 MiB' });
    await expect.poll(() => closed.times).toBe(1);
  });

  it.each(['gzip', 'br', 'deflate', 'zstd', 'identity, gzip', 'x'])(
    'encoded as %s is not unpacked',
    async (encoding) => {
      const bomb = gzipSync(Buffer.alloc(50 * MIB));
      const server = await serveHttp((response) => {
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding })
          .end(bomb);
      });
      const memoryBefore = process.memoryUsage().arrayBuffers;
      const { body } = await openWire()(server.origin);
      expect(body).toEqual({
        kind: 'refused',
        problem: 'it has a content encoding, which was not asked for',
      });
      expect(process.memoryUsage().arrayBuffers - memoryBefore).toBeLessThan(20 * MIB);
    },
  );

  it('that says it is not encoded is read', async () => {
    const server = await serveHttp((response) =>
      response.writeHead(200, { 'content-encoding': 'Identity' }).end('{}'),
    );
    expect(await openWire()(server.origin)).toMatchObject({ body: { kind: 'whole' } });
  });

  it.each([
    [
      'reset',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"webhooks"',
      (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy(),
    ],
    [
      'closed',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"webhooks"',
      (socket: { end(): unknown }) => socket.end(),
    ],
    [
      'closed between chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"w\r\n',
      (socket: { end(): unknown }) => socket.end(),
    ],
    ['turned to garbage', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n', () => undefined],
  ])('is known to be cut off when the connection is %s', async (_, bytes, end) => {
    const server = await serveBytes((socket) => {
      socket.write(bytes, () => setImmediate(() => end(socket)));
    });
    const answer = await openWire()(server.origin);
    expect(answer.status).toBe(200);
    expect(answer.body.kind).toBe('cut-off');
  });

  it('that comes byte by byte is cut off at the time limit', async () => {
    const server = await serveBytes((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
      const drip = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(drip));
    });
    const startMs = performance.now();
    const answer = await openWire()(server.origin);
    const tookMs = performance.now() - startMs;
    expect(answer.body).toEqual({ kind: 'cut-off', problem: 'the time limit passed (ETIMEDOUT)' });
    expect(tookMs).toBeLessThan(LIMIT_MS * 3);
  });
});
