import { describe, expect, it } from 'vitest';
import type { Call } from '../../../src/model/call.ts';
import { API_KEY, allTextsOf, createBench, keyOf, MAIN, SWEEP, WRITE } from './bench.ts';
import { ignore, serveBytes, serveHttp } from './servers.ts';

const MG = keyOf('mg.example.com');
const UPDATE: Call = {
  ...MG,
  kind: 'v3-update',
  eventType: 'clicked',
  urls: ['https://user:pa55word@a.example.com/'],
};
const base64 = (text: string) => Buffer.from(text).toString('base64');
const SECRETS = [
  API_KEY,
  base64(API_KEY),
  base64(`api:${API_KEY}`),
  Buffer.from(API_KEY).toString('hex'),
  encodeURIComponent(API_KEY),
  [...API_KEY].reverse().join(''),
  'pa55word',
];

/** Everything that comes back from three requests: what is returned, thrown and recorded. */
async function everythingFrom(origin: string): Promise<string> {
  const { reader, writer, entries } = createBench(origin, { requestTimeoutMs: 200 });
  const attempts = await Promise.allSettled([
    reader.readWebhooks(MG, SWEEP),
    reader.listDomains(MAIN, SWEEP),
    writer.send(UPDATE, WRITE),
  ]);
  return [attempts, ...attempts.map((attempt) => Object.values(attempt)), entries, reader, writer]
    .map(allTextsOf)
    .join('\n');
}

const STATUSES = [200, 204, 301, 400, 401, 403, 404, 409, 420, 429, 500, 502, 503, 600];
const TYPES = ['application/json', 'text/html', 'text/plain'];

describe('the API key and the credentials in URLs', () => {
  it.each(STATUSES)(
    'are in nothing that comes back when the server repeats the whole request (%i)',
    async (status) => {
      for (const type of TYPES) {
        const server = await serveHttp((response, request) => {
          const echo = JSON.stringify([request.headers, request.body, API_KEY, UPDATE]);
          const json = JSON.stringify({
            message: echo,
            webhooks: { [API_KEY]: echo },
            webhook: echo,
            items: [{ name: echo }],
          });
          response.writeHead(status, {
            'content-type': type,
            location: `https://api:${API_KEY}@a.example/?${base64(API_KEY)}`,
          });
          response.end(type === 'application/json' ? json : echo);
        });
        const everything = await everythingFrom(server.origin);
        for (const secret of SECRETS) expect(everything).not.toContain(secret);
        expect(everything).toContain(`${status}`);
      }
    },
  );

  it('are in nothing that comes back when no answer comes', async () => {
    const origins = [
      (await serveBytes((socket) => socket.resetAndDestroy())).origin,
      (await serveBytes((socket) => socket.end(`garbage ${API_KEY}`))).origin,
      (await serveBytes(ignore)).origin,
      'http://127.0.0.1:1',
      'http://nowhere.invalid',
      `http://api:${API_KEY}@127.0.0.1:1`,
    ];
    for (const origin of origins) {
      const everything = await everythingFrom(origin);
      for (const secret of SECRETS) expect(everything).not.toContain(secret);
      expect(everything).toContain('gave no answer');
    }
  });
});
