import { describe, expect, it, vi } from 'vitest';
import { openRawSocket, type RawSocket } from '../../support/raw-socket.ts';
import { withStatusPage } from '../../support/status-page.ts';

const HEAD = 'GET /livez HTTP/1.1\r\nHost: x\r\n';

describe('the status server under attack', () => {
  it('ends a connection that never finishes the head of its request', async () => {
    const { port } = await withStatusPage({ limits: { headersMs: 200, requestMs: 400 } });
    const slow = await openRawSocket(port);
    slow.send(HEAD);
    await slow.closed;
    expect(slow.received()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('ends a connection that never sends the body it announced', async () => {
    const { port } = await withStatusPage({
      limits: { headersMs: 200, requestMs: 400, idleMs: 600 },
    });
    const slow = await openRawSocket(port);
    slow.send('POST /sync HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n');
    await slow.closed;
    expect(slow.received()).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('ends a connection that says nothing at all', async () => {
    const { port } = await withStatusPage({ limits: { idleMs: 200 } });
    const silent = await openRawSocket(port);
    await silent.closed;
    expect(silent.received()).toBe('');
  });

  it('bounds the connections, and still answers while somebody opens hundreds of slow ones', async () => {
    const { port, origin } = await withStatusPage({ limits: { connections: 20 } });
    const slow: RawSocket[] = [];
    let open = 0;
    for (let index = 0; index < 300; index += 1) {
      const socket = await openRawSocket(port);
      open += 1;
      void socket.closed.then(() => {
        open -= 1;
      });
      socket.send(HEAD);
      slow.push(socket);
      if (index % 50 === 49) expect((await fetch(`${origin}/livez`)).status).toBe(200);
    }
    await vi.waitFor(() => expect(open).toBeLessThanOrEqual(20));
    expect(open).toBeGreaterThan(10);
  });

  it('lets a request under way finish when connections run out', async () => {
    let finish = (): void => undefined;
    const text = new Promise<string>((resolve) => {
      finish = () => resolve('up 1\n');
    });
    const { port, origin } = await withStatusPage({
      limits: { connections: 5 },
      metrics: async () => ({ contentType: 'text/plain', text: await text }),
    });
    const scrape = fetch(`${origin}/metrics`);
    for (let index = 0; index < 20; index += 1) (await openRawSocket(port)).send(HEAD);
    finish();
    expect(await (await scrape).text()).toBe('up 1\n');
  });

  it.each([
    ['a head of more than 8 KiB', `${HEAD}X: ${'x'.repeat(9000)}\r\n\r\n`, 431],
    ['what is not HTTP', '\u0016\u0003\u0001\r\n\r\n', 400],
    ['two lengths', `${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400],
    ['a length and chunks', `${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
    ['no host', 'GET /livez HTTP/1.1\r\n\r\n', 400],
    ['a target that is no path', 'GET http://other.example/livez HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ])('refuses %s', async (_title, request, status) => {
    const { port, problems } = await withStatusPage();
    const socket = await openRawSocket(port);
    socket.send(request);
    await vi.waitFor(() => expect(socket.received()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `)));
    expect(problems).toEqual([]);
  });

  it('does not read the body of a GET: it answers, and ends the connection', async () => {
    const { port } = await withStatusPage();
    const socket = await openRawSocket(port);
    socket.send('GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nsome');
    await socket.closed;
    // One answer and the end; a second one would say that the body took too long to arrive.
    expect(socket.received()).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\nok\n$/);
  });

  it('outlives clients that vanish in the middle of everything', async () => {
    const { port, origin, problems } = await withStatusPage();
    const requests = [
      '',
      'GE',
      HEAD,
      `${HEAD}\r\n`,
      'POST /sync HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na',
    ];
    for (const request of requests) {
      const socket = await openRawSocket(port);
      socket.send(request);
      socket.socket.resetAndDestroy();
    }
    expect((await fetch(`${origin}/livez`)).status).toBe(200);
    expect(problems).toEqual([]);
  });
});

describe('closing the status server', () => {
  it('ends idle and half-open connections at once', async () => {
    const page = await withStatusPage();
    const idle = await openRawSocket(page.port);
    idle.send(`${HEAD}\r\n`);
    await vi.waitFor(() => expect(idle.received()).toContain('ok'));
    const half = await openRawSocket(page.port);
    half.send(HEAD);
    const started = performance.now();
    await page.close();
    expect(performance.now() - started).toBeLessThan(500);
    await Promise.all([idle.closed, half.closed]);
    await expect(fetch(`${page.origin}/livez`)).rejects.toThrow();
  });

  it('lets an answer under way leave, and waits for no other request on that connection', async () => {
    let finish = (): void => undefined;
    const text = new Promise<string>((resolve) => {
      finish = () => resolve('up 1\n');
    });
    const page = await withStatusPage({
      metrics: async () => ({ contentType: 'text/plain', text: await text }),
    });
    const scrape = await openRawSocket(page.port);
    scrape.send('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    // The answer to a second connection says that the first request was seen.
    expect((await fetch(`${page.origin}/livez`)).status).toBe(200);
    const closing = page.close();
    finish();
    await closing;
    await scrape.closed;
    expect(scrape.received()).toContain('up 1');
  });

  it('gives up on an answer that takes too long', async () => {
    const page = await withStatusPage({
      limits: { closeMs: 50 },
      metrics: () => new Promise(() => undefined),
    });
    const scrape = await openRawSocket(page.port);
    scrape.send('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    expect((await fetch(`${page.origin}/livez`)).status).toBe(200);
    await page.close();
    await scrape.closed;
    expect(scrape.received()).toBe('');
  });

  it('can be asked to close twice', async () => {
    const page = await withStatusPage();
    await Promise.all([page.close(), page.close()]);
  });
});
