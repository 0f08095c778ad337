import { describe, expect, it } from 'vitest';
import { decodeDomainPage } from '../../../src/adapters/mailgun/domain-page.ts';

describe('a page of domains', () => {
  it('holds the names in the one spelling that is used as a key, and the count of all pages', () => {
    const items = [{ name: 'MG.Example.com', state: 'active', disabled: null }, { name: 'bücher.example' }];
    expect(decodeDomainPage({ total_count: 7, items })).toEqual({
      value: { domains: ['mg.example.com', 'xn--bcher-kva.example'], totalCount: 7 },
    });
  });

  it('may leave the count out', () => {
    expect(decodeDomainPage({ items: [] })).toEqual({ value: { domains: [] } });
    expect(decodeDomainPage({ items: [], total_count: null })).toEqual({ value: { domains: [] } });
  });

  it.each([[null], [[]], [{}], [{ items: null }], [{ items: {} }], [{ message: 'Forbidden' }]])(
    'is not %j',
    (json) => {
      expect(decodeDomainPage(json)).toEqual({ problem: "it has no list 'items'" });
    },
  );

  it.each([[null], ['mg.example.com'], [{}], [{ name: 1 }]])('has no item %j', (item) => {
    expect(decodeDomainPage({ items: [item] })).toEqual({ problem: 'it has a domain without a name' });
  });

  it('is refused with a name that no domain can have, since it would become a path', () => {
    expect(decodeDomainPage({ items: [{ name: '..' }] })).toHaveProperty('problem');
    expect(decodeDomainPage({ items: [{ name: 'a.example/../b' }] })).toEqual({
      problem: 'it has a domain that cannot exist: the domain name contains "/"',
    });
  });
});
