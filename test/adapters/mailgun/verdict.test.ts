import { describe, expect, it } from 'vitest';
import type { Call } from '../../../src/model/call.ts';
import type { UnreadCode } from '../../../src/model/domain-state.ts';
import type { CallOutcome } from '../../../src/ports/mailgun-api.ts';
import { createBench, keyOf, SWEEP, WRITE } from './bench.ts';
import { serveHttp } from './servers.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const MG = keyOf('mg.example.com');
const UPDATE: Call = { ...MG, kind: 'v3-update', eventType: 'clicked', urls: ['https://a.example.com/'] };

interface Row {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
  /** What a read and a write make of it. */
  readonly read: UnreadCode;
  readonly write: CallOutcome['kind'];
  readonly says?: string;
}

const html = '<html><body>502 Bad Gateway</body></html>';

const ROWS: readonly Row[] = [
  // Successes that prove nothing.
  {
    status: 200,
    type: 'text/html',
    body: '<html>Log in</html>',
    read: 'unexpected-answer',
    write: 'unknown',
  },
  {
    status: 200,
    type: 'text/plain',
    body: 'Mailgun Magnificent API',
    read: 'unexpected-answer',
    write: 'unknown',
    says: 'Mailgun Magnificent API',
  },
  { status: 200, type: 'application/octet-stream', read: 'unexpected-answer', write: 'unknown' },
  { status: 200, type: JSON_TYPE, read: 'unexpected-answer', write: 'unknown', says: 'it is empty' },
  {
    status: 200,
    type: JSON_TYPE,
    body: '{"webhooks":{"clicked',
    read: 'unexpected-answer',
    write: 'unknown',
  },
  {
    status: 200,
    type: JSON_TYPE,
    body: '{"message":"Webhook has been updated"}',
    read: 'unexpected-answer',
    write: 'unknown',
  },
  {
    status: 200,
    type: JSON_TYPE,
    body: '{"webhooks":null,"webhook":null}',
    read: 'unexpected-answer',
    write: 'unknown',
  },
  {
    status: 200,
    type: JSON_TYPE,
    body: '{"webhooks":[],"webhook":[]}',
    read: 'unexpected-answer',
    write: 'unknown',
  },
  {
    status: 200,
    type: 'text/html',
    body: '{"webhooks":{},"webhook":{"urls":[]}}',
    read: 'unexpected-answer',
    write: 'unknown',
  },
  { status: 200, body: '{"webhooks":{},"webhook":{"urls":[]}}', read: 'unexpected-answer', write: 'unknown' },
  {
    status: 201,
    type: JSON_TYPE,
    body: '{"webhooks":{},"webhook":{"urls":[]}}',
    read: 'unexpected-answer',
    write: 'unknown',
  },
  { status: 204, read: 'unexpected-answer', write: 'unknown' },
  // Redirects.
  { status: 301, read: 'misrouted', write: 'rejected', says: 'redirects (301)' },
  { status: 302, read: 'misrouted', write: 'rejected' },
  { status: 307, type: JSON_TYPE, body: '{"webhooks":{}}', read: 'misrouted', write: 'rejected' },
  // The key.
  {
    status: 401,
    type: 'text/plain; charset=utf-8',
    body: 'Forbidden',
    read: 'denied',
    write: 'denied',
    says: 'refused the API key (401): Forbidden; check',
  },
  {
    status: 401,
    type: JSON_TYPE,
    body: '{"message":"Invalid private key"}',
    read: 'denied',
    write: 'denied',
    says: 'Invalid private key',
  },
  {
    status: 401,
    type: JSON_TYPE,
    body: '{"Error":"unauthorized"}',
    read: 'denied',
    write: 'denied',
    says: 'unauthorized',
  },
  {
    status: 403,
    type: JSON_TYPE,
    body: '{"message":"Forbidden"}',
    read: 'forbidden',
    write: 'denied',
    says: 'role',
  },
  { status: 403, type: 'text/html', body: html, read: 'forbidden', write: 'denied' },
  // Not found.
  {
    status: 404,
    type: JSON_TYPE,
    body: '{"message":"Domain not found"}\n',
    read: 'unknown-domain',
    write: 'rejected',
    says: 'does not know this domain',
  },
  {
    status: 404,
    type: JSON_TYPE,
    body: '{"Description":"Domain not found"}',
    read: 'unknown-domain',
    write: 'rejected',
  },
  {
    status: 404,
    type: JSON_TYPE,
    body: '{"message":"Webhook not found"}',
    read: 'refused',
    write: 'rejected',
    says: 'Webhook not found',
  },
  {
    status: 404,
    type: JSON_TYPE,
    body: '{"error":"not found"}',
    read: 'misrouted',
    write: 'rejected',
    says: 'base URL',
  },
  { status: 404, type: 'text/plain', body: 'Domain not found', read: 'misrouted', write: 'rejected' },
  { status: 404, type: 'text/html', body: '<html>nginx</html>', read: 'misrouted', write: 'rejected' },
  { status: 404, read: 'misrouted', write: 'rejected' },
  // Other refusals.
  {
    status: 400,
    type: JSON_TYPE,
    body: '{"message":"Webhook already exists"}',
    read: 'refused',
    write: 'rejected',
    says: '(400): Webhook already exists',
  },
  {
    status: 400,
    type: JSON_TYPE,
    body: '{"Field":"id"}',
    read: 'refused',
    write: 'rejected',
    says: 'Missing mandatory parameter: id',
  },
  { status: 402, type: JSON_TYPE, body: '{"message":"Pay first"}', read: 'refused', write: 'rejected' },
  { status: 405, read: 'refused', write: 'rejected' },
  {
    status: 409,
    type: JSON_TYPE,
    body: '{"Description":"limit"}',
    read: 'refused',
    write: 'rejected',
    says: 'limit',
  },
  { status: 417, read: 'refused', write: 'rejected' },
  { status: 426, read: 'refused', write: 'rejected' },
  // Failures of the server.
  {
    status: 500,
    type: JSON_TYPE,
    body: '{"message":"Internal server error"}',
    read: 'server-error',
    write: 'unknown',
    says: 'Internal server error',
  },
  {
    status: 502,
    type: 'text/html',
    body: html,
    read: 'server-error',
    write: 'unknown',
    says: '502 Bad Gateway',
  },
  { status: 503, read: 'server-error', write: 'unknown' },
  { status: 504, read: 'server-error', write: 'unknown' },
  { status: 524, read: 'server-error', write: 'unknown' },
  { status: 599, type: JSON_TYPE, body: '{"webhooks":{}}', read: 'server-error', write: 'unknown' },
  { status: 600, type: JSON_TYPE, body: '{"webhooks":{}}', read: 'unexpected-answer', write: 'unknown' },
  { status: 999, read: 'unexpected-answer', write: 'unknown' },
  // Told to slow down, for ever.
  {
    status: 429,
    type: JSON_TYPE,
    body: '{"retry-seconds":1}',
    read: 'throttled',
    write: 'stopped',
    says: 'lower requestsPerMinute',
  },
  { status: 420, read: 'throttled', write: 'stopped' },
];

async function serveRow({ status, type, body = '' }: Row) {
  const headers = type === undefined ? {} : { 'content-type': type };
  return await serveHttp((response) => response.writeHead(status, headers).end(body));
}

describe('what an answer means', () => {
  it.each(ROWS)('for a read: $status $type $body is $read', async (row) => {
    const server = await serveRow(row);
    const state = await createBench(server.origin).reader.readWebhooks(MG, SWEEP);
    expect(state).toMatchObject({ ...MG, kind: 'unread', reason: { code: row.read } });
    const message = state.kind === 'unread' ? state.reason.message : '';
    if (row.says !== undefined) expect(message).toContain(row.says);
    expect(message).toMatch(/^[^\n]{20,400}[^.\n]$/);
  });

  it.each(ROWS)('for a write: $status $type $body is $write', async (row) => {
    const server = await serveRow(row);
    const outcome = await createBench(server.origin).writer.send(UPDATE, WRITE);
    expect(outcome).toMatchObject({ kind: row.write, message: expect.stringContaining(row.says ?? '') });
    const resends = row.status === 429 || row.status === 420 ? 5 : 0;
    expect(server.seen).toHaveLength(1 + resends);
  });

  it.each([0, 1, 10, 22, 40])(
    'for a read: a list that is cut off after %i bytes proves nothing',
    async (bytes) => {
      const list = '{"webhooks":{"clicked":{"urls":["https://a.example.com/"]}}}\n';
      const server = await serveHttp((response) => {
        response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': list.length });
        response.write(list.slice(0, bytes));
        setImmediate(() => response.destroy());
      });
      const state = await createBench(server.origin).reader.readWebhooks(MG, SWEEP);
      expect(state).toMatchObject({ kind: 'unread', reason: { code: 'unexpected-answer' } });
      expect(server.seen).toHaveLength(3);
    },
  );

  it.each([
    ['larger than 1 MiB', {}, `{"webhooks":{},"padding":"${'x'.repeat(1_048_576)}"}`],
    ['encoded', { 'content-encoding': 'gzip' }, '{"webhooks":{}}'],
  ])('for a read: a list that is %s proves nothing, and is not asked for again', async (_, headers, body) => {
    const server = await serveHttp((response) =>
      response.writeHead(200, { 'content-type': JSON_TYPE, ...headers }).end(body),
    );
    const state = await createBench(server.origin).reader.readWebhooks(MG, SWEEP);
    expect(state).toMatchObject({ kind: 'unread', reason: { code: 'unexpected-answer' } });
    expect(server.seen).toHaveLength(1);
  });

  it('shows where a redirect wanted to lead, without what is secret in it', async () => {
    const location = 'https://user:pa55word@login.example.com/?state=s3cret';
    const server = await serveHttp((response) => response.writeHead(302, { location }).end());
    const state = await createBench(server.origin).reader.readWebhooks(MG, SWEEP);
    const text = JSON.stringify(state);
    expect(text).toContain('login.example.com');
    expect(text).not.toContain('pa55word');
    expect(text).not.toContain('s3cret');
  });
});
