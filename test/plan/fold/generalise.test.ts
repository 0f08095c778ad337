import { describe, expect, it } from 'vitest';
import type { Webhooks } from '../../../src/model/webhooks.ts';
import { generalise } from '../../../src/plan/fold/generalise.ts';
import { domainName } from '../../support/domains.ts';

/** The webhooks of domains after generalising, by domain. */
function generalised(domains: Readonly<Record<string, Webhooks>>): Readonly<Record<string, Webhooks>> {
  const list = Object.entries(domains).map(([name, webhooks]) => ({ domain: domainName(name), webhooks }));
  return Object.fromEntries(generalise(list).map(({ domain, webhooks }) => [domain, webhooks]));
}

describe('placeholders in URLs', () => {
  it('stand for the domain where two domains have the same shape', () => {
    const found = generalised({
      'a.example.com': { clicked: ['https://h.example/a.example.com/x'] },
      'b.example.com': { clicked: ['https://h.example/b.example.com/x'] },
    });
    expect(found['a.example.com']).toEqual({ clicked: ['https://h.example/{domain}/x'] });
    expect(found['b.example.com']).toEqual(found['a.example.com']);
  });

  it('stand for the event where two event types have the same shape', () => {
    const found = generalised({
      'a.example.com': { clicked: ['https://h.example/?e=clicked'], opened: ['https://h.example/?e=opened'] },
    });
    expect(found['a.example.com']).toEqual({
      opened: ['https://h.example/?e={event}'],
      clicked: ['https://h.example/?e={event}'],
    });
  });

  it('stand for a host, or for the end of one', () => {
    const found = generalised({
      'a.example.com': { clicked: ['https://a.example.com/x', 'http://in.a.example.com:8080/x'] },
      'b.example.org': { clicked: ['https://b.example.org/x', 'http://in.b.example.org:8080/x'] },
    });
    expect(found['b.example.org']?.clicked).toEqual(['http://in.{domain}:8080/x', 'https://{domain}/x']);
  });

  it.each([
    ['one domain alone', { 'a.example.com': { clicked: ['https://h.example/a.example.com'] } }],
    ['one event type alone', { 'a.example.com': { clicked: ['https://h.example/clicked'] } }],
    [
      'a part of a segment',
      {
        'a.example.com': { clicked: ['https://h.example/to-a.example.com'] },
        'b.example.com': { clicked: ['https://h.example/to-b.example.com'] },
      },
    ],
    [
      'a part of a label',
      { 'a.co': { clicked: ['https://data.co/'] }, 'b.co': { clicked: ['https://datb.co/'] } },
    ],
    [
      'the name of another domain',
      {
        'a.example.com': { clicked: ['https://h.example/b.example.com'] },
        'b.example.com': { clicked: ['https://h.example/a.example.com'] },
      },
    ],
  ])('do not stand for %s', (_name, domains: Readonly<Record<string, Webhooks>>) => {
    expect(generalised(domains)).toEqual(domains);
  });

  it('do not take the place of a URL that more domains share as it is', () => {
    const shared = { clicked: ['https://h.example/a.example.com'] };
    const found = generalised({
      'a.example.com': shared,
      'b.example.com': { clicked: ['https://h.example/b.example.com'] },
      'c.example.com': shared,
      'd.example.com': shared,
    });
    expect(found['a.example.com']).toEqual(shared);
  });
});
