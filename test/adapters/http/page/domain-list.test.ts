import { describe, expect, it } from 'vitest';
import { listDomains } from '../../../../src/adapters/http/page/domain-list.ts';
import { readPageQuery } from '../../../../src/adapters/http/page/page-query.ts';
import { manyDomains, tenDomains } from '../../../support/example-status.ts';

const list = (status: ReturnType<typeof tenDomains>, query = '') =>
  listDomains(status, readPageQuery(new URLSearchParams(query)));

const namesOf = (query: string) => list(tenDomains(), query).shown.map(({ status }) => status.domain);

describe('the list of domains', () => {
  it('begins with what needs a person, then goes by account and name', () => {
    expect(namesOf('')).toEqual([
      'failed.shop.example',
      'conflict.shop.example',
      'mg.example.com',
      'held.shop.example',
      'unread.shop.example',
      'drifted.shop.example',
      'observed.shop.example',
      'mg.example.eu',
      'news.example.eu',
      'news.example.com',
    ]);
  });

  it('finds a part of a name, whatever its case', () => {
    expect(namesOf('q=NEWS.')).toEqual(['news.example.eu', 'news.example.com']);
    expect(namesOf('q=%25')).toEqual([]);
    expect(namesOf('q=.*')).toEqual([]);
  });

  it('filters by state and by account, and by both', () => {
    expect(namesOf('state=held')).toEqual(['held.shop.example']);
    expect(namesOf('state=out-of-sync')).toHaveLength(7);
    expect(namesOf('account=main')).toEqual(['mg.example.com', 'news.example.com']);
    expect(namesOf('account=main&state=in-sync&q=news')).toEqual(['news.example.com']);
    expect(namesOf('account=nobody')).toEqual([]);
  });

  it('shows a hundred a page, and the last page for any later one', () => {
    const status = manyDomains(5000);
    const names = new Set<string>();
    for (let page = 1; page <= 50; page += 1) {
      const { shown, skipped } = list(status, `page=${page}`);
      expect([shown.length, skipped]).toEqual([100, (page - 1) * 100]);
      for (const listed of shown) names.add(listed.status.domain);
    }
    expect(names.size).toBe(5000);
    expect(list(status, 'page=999')).toMatchObject({ page: 50, pages: 50, matching: 5000 });
    expect(list(status, 'q=none&page=2')).toMatchObject({ page: 1, pages: 1, matching: 0, shown: [] });
  });
});
