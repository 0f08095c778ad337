import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import { createStatusServer } from '../../../src/adapters/http/status-server.ts';
import { exampleStatus, hostileStatus, tenDomains } from '../../support/example-status.ts';
import { withStatusPage } from '../../support/status-page.ts';

const GET_PATHS = ['/', '/status.json', '/metrics', '/livez', '/readyz', '/status.css', '/favicon.svg'];

describe('the status server', () => {
  it.each(GET_PATHS)('answers GET %s, and HEAD with the same head and no body', async (path) => {
    const { origin, show } = await withStatusPage();
    show(tenDomains());
    const got = await fetch(origin + path);
    const head = await fetch(origin + path, { method: 'HEAD' });
    const body = Buffer.from(await got.arrayBuffer());
    expect(got.status).toBe(200);
    expect(body.length).toBe(Number(got.headers.get('content-length')));
    expect(await head.text()).toBe('');
    const ownOfConnection = ['date', 'connection', 'keep-alive'];
    const headersOf = (answer: Response) =>
      [...answer.headers].filter(([name]) => !ownOfConnection.includes(name));
    expect(headersOf(head)).toEqual(headersOf(got));
  });

  it.each(GET_PATHS)(
    'sends %s with headers that let nothing run, load, frame, cache or leak',
    async (path) => {
      const { origin } = await withStatusPage();
      const { headers } = await fetch(origin + path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|script-src|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
  );

  it('serves the status as JSON with the version of its format', async () => {
    const { origin, show } = await withStatusPage();
    show(hostileStatus());
    const answer = await fetch(`${origin}/status.json`);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify({ formatVersion: 1, ...hostileStatus() })));
  });

  it('serves the text of the metrics with the content type it came with', async () => {
    const { origin } = await withStatusPage();
    const answer = await fetch(`${origin}/metrics`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await answer.text()).toBe('up 1\n');
  });

  it.each(['/nothing', '/livez/', '//livez', '/STATUS.JSON', '/%6civez', '/../etc/passwd', '/__proto__'])(
    'answers the unknown path %s with 404 and one line that lists the paths',
    async (path) => {
      const { origin } = await withStatusPage();
      const answer = await fetch(origin + path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe(
        'Not found. GET: / /status.json /metrics /livez /readyz; POST: /sync /approve\n',
      );
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])(
    'refuses %s where something can only be read',
    async (method) => {
      const { origin } = await withStatusPage();
      for (const path of GET_PATHS) {
        const answer = await fetch(origin + path, { method });
        expect(answer.status).toBe(405);
        expect(answer.headers.get('allow')).toBe('GET, HEAD');
      }
    },
  );

  it('colours the icon of the page by the verdict', async () => {
    const { origin, show } = await withStatusPage();
    const icon = async () => (await fetch(`${origin}/favicon.svg`)).text();
    show(exampleStatus());
    const calm = await icon();
    show(tenDomains());
    expect(await icon()).not.toBe(calm);
  });

  it('answers 500 without details if the status cannot be had, and reports why', async () => {
    const page = await withStatusPage({
      status: () => {
        throw new Error('the snapshot is broken');
      },
    });
    const answer = await fetch(`${page.origin}/status.json`);
    expect([answer.status, await answer.text()]).toEqual([500, 'Internal error. The log says more.\n']);
    expect(page.problems).toEqual(['the status page could not answer: the snapshot is broken']);
    expect((await fetch(`${page.origin}/livez`)).status).toBe(200);
  });

  it('names the address and the reason if the port is in use', async () => {
    const { port } = await withStatusPage();
    const second = await listenOn('127.0.0.1', port);
    expect(second).toEqual({
      kind: 'failed',
      message: `Cannot listen on 127.0.0.1:${port}: another process uses this port`,
    });
  });

  it('names the address and the reason if this machine does not have it', async () => {
    // An address for documentation, which no machine has (RFC 5737).
    expect(await listenOn('192.0.2.1', 8080)).toEqual({
      kind: 'failed',
      message: 'Cannot listen on 192.0.2.1:8080: this machine does not have this address',
    });
  });
});

function listenOn(host: string, port: number) {
  return createStatusServer({
    listen: { host, port },
    clock: createSystemClock(),
    status: exampleStatus,
    alive: () => ({ alive: true, message: '' }),
    metrics: () => Promise.resolve({ contentType: 'text/plain', text: '' }),
    posts: {
      token: () => undefined,
      howToEnable: '',
      approvalsFile: undefined,
      sync: () => ({ kind: 'accepted' }),
      approve: () => ({ kind: 'accepted' }),
    },
    report: () => undefined,
  });
}
