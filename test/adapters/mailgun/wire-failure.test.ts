import { readFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NoAnswer } from '../../../src/adapters/mailgun/no-answer.ts';
import { API_KEY, allTextsOf } from './bench.ts';
import { ignore, run, serveBytes, serveHttp } from './servers.ts';
import { failureOf, LIMIT_MS, openWire } from './wire-bench.ts';

type Talk = readonly [what: string, talk: (socket: Socket) => unknown, message: string | RegExp];

const RESET = 'the connection was reset (ECONNRESET)';
const TOO_LATE = 'the time limit passed (ETIMEDOUT)';
const NOT_HTTP = /^what it sent is not HTTP \(HPE_[A-Z_]+\)$/;

const TALKS: readonly Talk[] = [
  ['a reset', (socket) => socket.resetAndDestroy(), RESET],
  ['a closed connection', (socket) => socket.end(), RESET],
  ['half a head', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'), /ECONNRESET|HPE_/],
  ['garbage', (socket) => socket.end('\x16\x03\x01garbage'), NOT_HTTP],
  ['another protocol', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), NOT_HTTP],
  [
    'an answer with two lengths',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'),
    NOT_HTTP,
  ],
  [
    'an answer with a huge header',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
    'what it sent is not HTTP (HPE_HEADER_OVERFLOW)',
  ],
  ['silence', ignore, TOO_LATE],
  ['a head without an end', (socket) => socket.write('HTTP/1.1 200 OK\r\n'), TOO_LATE],
  [
    'nothing but 100 Continue',
    (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)),
    TOO_LATE,
  ],
  [
    'a switch of protocols',
    (socket) => socket.write('HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    TOO_LATE,
  ],
];

describe('no answer', () => {
  it.each(TALKS)('is what %s means', async (_, talk, message) => {
    const server = await serveBytes(talk);
    const { error, tookMs } = await failureOf(openWire()(server.origin));
    expect(error).toBeInstanceOf(NoAnswer);
    expect((error as NoAnswer).message).toMatch(message);
    expect(tookMs).toBeLessThan(LIMIT_MS * 3);
  });

  it('is what a refused connection means', async () => {
    const server = await serveHttp((response) => response.end());
    const free = new URL(server.origin);
    free.port = '1';
    await expect(openWire()(free.origin)).rejects.toThrow('the connection was refused (ECONNREFUSED)');
  });

  it('is what an unknown host means', async () => {
    await expect(openWire()('http://nowhere.invalid')).rejects.toThrow(
      /^the (host name (is unknown|could not be looked up)|time limit passed)/,
    );
  });

  it('says nothing of the request in any way an error can be shown', async () => {
    const server = await serveBytes((socket) => socket.resetAndDestroy());
    const form = [['url', 'https://user:pa55word@a.example/']] as const;
    const { error } = await failureOf(openWire()(server.origin, { method: 'POST', form }));
    const texts = allTextsOf(error);
    expect(error).toBeInstanceOf(NoAnswer);
    expect(Object.keys(error as object)).toEqual(['name']);
    expect((error as Error).cause).toBeUndefined();
    for (const secret of [API_KEY, Buffer.from(`api:${API_KEY}`).toString('base64'), 'pa55word']) {
      expect(texts).not.toContain(secret);
    }
  });
});

describe('a secure connection', () => {
  const pem = readFileSync(new URL('self-signed.pem', import.meta.url));

  it('is refused when nobody we trust has signed the certificate, whatever the environment says', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    onTestFinished(() => {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    });
    let asked = 0;
    const server = await run(
      createHttpsServer({ key: pem, cert: pem }, (_, response) => {
        asked += 1;
        response.end();
      }),
      'https',
    );
    await expect(openWire()(server.origin)).rejects.toThrow(
      'its certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)',
    );
    expect(asked).toBe(0);
  });

  it('never becomes a plain one', async () => {
    const server = await serveHttp((response) => response.end());
    const secure = server.origin.replace('http:', 'https:');
    await expect(openWire()(secure)).rejects.toThrow(
      /^no secure connection was possible|^the connection was reset/,
    );
    expect(server.seen).toHaveLength(0);
  });

  it('that is never agreed on ends at the time limit', async () => {
    const server = await serveBytes(ignore);
    const { error, tookMs } = await failureOf(openWire()(server.origin.replace('http:', 'https:')));
    expect((error as Error).message).toBe('the time limit passed (ETIMEDOUT)');
    expect(tookMs).toBeLessThan(LIMIT_MS * 3);
  });
});
