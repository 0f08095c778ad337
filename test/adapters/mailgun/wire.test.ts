import { describe, expect, it, onTestFinished } from 'vitest';
import { API_KEY, SleeplessClock } from './bench.ts';
import { serveHttp } from './servers.ts';
import { openWire } from './wire-bench.ts';

describe('a request on the wire', () => {
  it('carries the key as basic credentials, and nowhere else', async () => {
    const server = await serveHttp((response) => response.end());
    await openWire()(server.origin);
    const [request] = server.seen;
    const authorization = `Basic ${Buffer.from(`api:${API_KEY}`).toString('base64')}`;
    expect(request?.headers['authorization']).toBe(authorization);
    expect(JSON.stringify({ ...request, headers: {}, rawHeaders: [] })).not.toContain(API_KEY);
  });

  it('asks for JSON, without any content encoding', async () => {
    const server = await serveHttp((response) => response.end());
    await openWire()(server.origin);
    expect(server.seen[0]?.headers).toMatchObject({
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'mghooks/test',
    });
    expect(server.seen[0]?.headers).not.toHaveProperty('x-mailgun-on-behalf-of');
  });

  it('sends each field of a form for itself', async () => {
    const server = await serveHttp((response) => response.end());
    await openWire()(server.origin, {
      method: 'POST',
      form: [
        ['id', 'clicked'],
        ['url', 'https://a.example/?a=1,2'],
        ['url', 'https://b.example/'],
      ],
    });
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'id=clicked&url=https%3A%2F%2Fa.example%2F%3Fa%3D1%2C2&url=https%3A%2F%2Fb.example%2F',
    });
  });

  it('has an empty body when it is a DELETE', async () => {
    const server = await serveHttp((response) => response.end());
    await openWire()(server.origin, { method: 'DELETE' });
    expect(server.seen[0]).toMatchObject({ method: 'DELETE', body: '', headers: { 'content-length': '0' } });
    expect(server.seen[0]?.headers).not.toHaveProperty('content-type');
  });

  it('is refused when its method is not allowed here, before a byte is sent', async () => {
    const server = await serveHttp((response) => response.end());
    for (const method of ['POST', 'PUT', 'DELETE'] as const) {
      await expect(openWire(['GET'])(server.origin, { method })).rejects.toThrow(
        `${method} is not allowed here`,
      );
    }
    expect(server.connections()).toBe(0);
  });

  it.each([200, 204, 400, 401, 404, 408, 413, 418, 429, 500, 502, 503, 504, 521, 524])(
    'is sent once, whatever the answer is (%i)',
    async (status) => {
      const server = await serveHttp((response) => {
        response.writeHead(status, { 'retry-after': '0' }).end();
      });
      for (const method of ['GET', 'PUT', 'DELETE', 'POST'] as const) {
        expect((await openWire()(server.origin, { method })).status).toBe(status);
      }
      expect(server.seen).toHaveLength(4);
    },
  );

  it('uses a connection again, but none that is older than a minute', async () => {
    const server = await serveHttp((response) => response.end());
    const clock = new SleeplessClock();
    const send = openWire(['GET'], clock);
    await send(server.origin);
    await send(server.origin);
    expect(server.connections()).toBe(1);
    const now = clock.nowMs();
    clock.nowMs = () => now + 61_000;
    await send(server.origin);
    await send(server.origin);
    expect(server.connections()).toBe(2);
  });

  it('opens twenty connections at most', async () => {
    const server = await serveHttp((response) => setImmediate(() => response.end()));
    const send = openWire();
    await Promise.all(Array.from({ length: 40 }, () => send(server.origin)));
    expect(server.seen).toHaveLength(40);
    expect(server.connections()).toBeLessThanOrEqual(20);
  });

  it('takes no proxy from the environment', async () => {
    const proxy = await serveHttp((response) => response.end());
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];
    for (const name of names) process.env[name] = proxy.origin;
    onTestFinished(() => {
      for (const name of names) delete process.env[name];
    });
    const server = await serveHttp((response) => response.end('direct'));
    await openWire()(server.origin);
    expect(server.seen).toHaveLength(1);
    expect(proxy.connections()).toBe(0);
  });

  it('keeps no cookie', async () => {
    const server = await serveHttp((response) => response.setHeader('set-cookie', 'a=b; Path=/').end());
    const send = openWire();
    await send(server.origin);
    await send(server.origin);
    expect(server.seen[1]?.headers).not.toHaveProperty('cookie');
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308, 300, 304])('is never followed (%i)', async (status) => {
    const canary = await serveHttp((response) => response.end('{"webhooks":{}}'));
    const locations = [
      `${canary.origin}/v3`,
      `//${new URL(canary.origin).host}/`,
      'file:///etc/passwd',
      'http://169.254.169.254/',
      '/self',
    ];
    for (const location of locations) {
      const server = await serveHttp((response) => response.writeHead(status, { location }).end());
      for (const method of ['GET', 'POST'] as const) {
        const answer = await openWire()(server.origin, { method });
        expect(answer.status).toBe(status);
      }
      expect(server.seen).toHaveLength(2);
    }
    expect(canary.connections()).toBe(0);
  });
});
