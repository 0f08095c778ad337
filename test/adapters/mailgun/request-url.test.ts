import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formEncode, requestUrl } from '../../../src/adapters/mailgun/request-url.ts';

const BASE = 'https://api.mailgun.net';
const webhooksOf = (domain: string) => ['v3', 'domains', domain, 'webhooks'];

describe('the URL of a request', () => {
  it('is the base URL, the segments of the path and the query', () => {
    const resource = {
      segments: ['v4', 'domains'],
      query: [
        ['sort', 'name:asc'],
        ['skip', '0'],
      ],
    } as const;
    const url = requestUrl(BASE, resource);
    expect(url).toHaveProperty('value.href', 'https://api.mailgun.net/v4/domains?sort=name%3Aasc&skip=0');
  });

  it('keeps a path that the base URL has', () => {
    const url = requestUrl('http://127.0.0.1:8025/mailgun/', { segments: webhooksOf('mg.example.com') });
    expect(url).toHaveProperty('value.pathname', '/mailgun/v3/domains/mg.example.com/webhooks');
  });

  it('leaves credentials of the base URL behind', () => {
    const url = requestUrl('https://api:key-1@api.mailgun.net', { segments: ['v4', 'domains'] });
    expect(url).toHaveProperty('value.href', 'https://api.mailgun.net/v4/domains');
  });

  it.each(['..', '.', ''])('is refused when a segment is %j, which would make it another path', (segment) => {
    const segments = webhooksOf(segment);
    const problem = `${JSON.stringify(segments)} cannot be the path of a request`;
    expect(requestUrl(BASE, { segments })).toEqual({ problem });
  });

  it.each(['../..', 'a/b', '%2e%2e', 'a?b#c', 'a\\b'])('keeps %j as one segment', (segment) => {
    const url = requestUrl(BASE, { segments: webhooksOf(segment) });
    expect(url).toHaveProperty('value.pathname', `/v3/domains/${encodeURIComponent(segment)}/webhooks`);
  });

  it('has exactly as many segments as were asked for, whatever they contain', () => {
    fc.assert(
      fc.property(fc.string(), (segment) => {
        const url = requestUrl(BASE, { segments: webhooksOf(segment) });
        if ('problem' in url) return;
        expect(url.value.origin).toBe(BASE);
        expect(url.value.pathname.split('/').map(decodeURIComponent)).toEqual(['', ...webhooksOf(segment)]);
        expect(url.value.search + url.value.hash).toBe('');
      }),
    );
  });
});

describe('a form', () => {
  it('repeats a name that has several values', () => {
    const form = formEncode([
      ['id', 'clicked'],
      ['url', 'https://a.example/?x=1&y=2'],
      ['url', 'https://b.example/,+ é'],
    ]);
    expect(form).toBe(
      'id=clicked&url=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D2&url=https%3A%2F%2Fb.example%2F%2C%2B+%C3%A9',
    );
    expect(new URLSearchParams(form).getAll('url')).toEqual([
      'https://a.example/?x=1&y=2',
      'https://b.example/,+ é',
    ]);
  });
});
