import { describe, expect, it } from 'vitest';
import { ask, withEmulator } from '../support/emulator.ts';
import { HOOKS, HOOKS_V4, RECORDED_URL, startSeeded, wish } from './fact.ts';

/** Headers of every recorded success and JSON error, and none about the rate (VCR 2023, 2026). */
const RECORDED_HEADERS = {
  'access-control-allow-credentials': 'true',
  'access-control-allow-origin': '*',
  'cache-control': 'no-store',
  'content-type': 'application/json; charset=utf-8',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-xss-protection': '1; mode=block',
};

/** What any HTTP server adds. */
const TRANSPORT_HEADERS = ['connection', 'content-length', 'date', 'keep-alive'];

function apiHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !TRANSPORT_HEADERS.includes(name)));
}

describe('Mailgun sends the recorded headers', () => {
  it.each([
    ['a success', `GET ${HOOKS}`],
    ['a JSON error', 'GET /v3/domains/unknown.example/webhooks'],
    ['an unknown route', 'GET /v3/nothing/here'],
  ])('of %s', async (_, call) => {
    const heard = await ask(await startSeeded(), call);
    const { 'x-mailgun-key-id': keyId, ...others } = apiHeaders(heard.headers);
    expect(others).toEqual(RECORDED_HEADERS);
    expect(keyId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  it.each([
    {
      what: 'the v4 POST',
      call: `POST ${HOOKS_V4}`,
      hooks: {},
      asked: wish(RECORDED_URL, 'accepted', 'delivered'),
      length: '138',
    },
    {
      what: 'the v4 PUT',
      call: `PUT ${HOOKS_V4}`,
      hooks: { accepted: [RECORDED_URL] },
      asked: wish(RECORDED_URL, 'clicked', 'opened'),
      length: '134',
    },
    { what: 'an empty list', call: `GET ${HOOKS}`, hooks: {}, asked: {}, length: '16' },
    {
      what: 'an unknown domain',
      call: 'GET /v3/domains/unknown.example/webhooks',
      hooks: {},
      asked: {},
      length: '31',
    },
  ])('with the recorded length of $what, $length', async ({ call, hooks, asked, length }) => {
    const heard = await ask(await startSeeded(hooks), call, asked);
    expect(heard.headers.get('content-length')).toBe(length);
  });
});

describe('Mailgun refuses a wrong key in plain text', () => {
  it.each([
    ['another key', { key: 'wrong' }],
    ['no credentials', { key: null }],
    ['an empty key', { key: '' }],
    ['another user than api', { key: null, headers: { authorization: `Basic ${btoa('key:secret')}` } }],
    ['another scheme than Basic', { key: null, headers: { authorization: 'Bearer secret' } }],
  ] as const)('%s', async (_, asked) => {
    const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': {} } }, apiKey: 'secret' });
    const heard = await ask(emulator, `GET ${HOOKS}`, asked);
    expect({ status: heard.status, body: heard.text }).toEqual({ status: 401, body: 'Forbidden' });
    expect(apiHeaders(heard.headers)).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      'www-authenticate': 'Basic realm="MG API"',
    });
    expect((await ask(emulator, `GET ${HOOKS}`, { key: 'secret' })).status).toBe(200);
  });
});

describe('Mailgun answers 200 to URLs that are very wrong', () => {
  const magnificent = { type: 'text/plain; charset=utf-8', body: 'Mailgun Magnificent API' };
  const nothing = { type: 'application/octet-stream', body: '' };

  it.each([
    { what: 'no version in front', path: '/domains/mg.example.com/webhooks', ...magnificent },
    { what: 'the root', path: '/', ...magnificent },
    { what: 'domain instead of domains', path: '/v3/domain/mg.example.com/webhooks', ...nothing },
  ])('$what (reports)', async ({ path, type, body }) => {
    const heard = await ask(await startSeeded(), `GET ${path}`);
    expect([heard.status, heard.headers.get('content-type'), heard.text]).toEqual([200, type, body]);
  });
});
