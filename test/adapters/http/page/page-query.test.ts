import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hrefOf, readPageQuery } from '../../../../src/adapters/http/page/page-query.ts';

const read = (text: string) => readPageQuery(new URLSearchParams(text));

describe('the query of the page', () => {
  it('is read from the address', () => {
    expect(read('q=+MG.Example+&state=drifted&account=main&page=3&refresh=30')).toEqual({
      text: 'mg.example',
      state: 'drifted',
      account: 'main',
      page: 3,
      refreshSeconds: 30,
    });
  });

  it.each([
    '',
    'q=&state=&account=&page=&refresh=',
    'state=__proto__&page=-1&refresh=1',
    'state=DRIFTED&page=1e9&refresh=1e3',
    'page=0&refresh=3601',
    'nonsense=1',
  ])('leaves out what makes no sense: %s', (text) => {
    expect(read(text)).toEqual({ text: '', page: 1 });
  });

  it('is bounded in length', () => {
    expect(read(`q=${'x'.repeat(10_000)}`).text).toHaveLength(253);
  });

  it('comes back from the address it is written into', () => {
    const parameters = fc.record({
      q: fc.string({ unit: 'grapheme', maxLength: 60 }),
      state: fc.constantFrom('', 'out-of-sync', 'failed', 'in-sync'),
      account: fc.string({ unit: 'grapheme', maxLength: 20 }),
      page: fc.nat(100).map(String),
      refresh: fc.constantFrom('', '5', '30', '3600'),
    });
    fc.assert(
      fc.property(parameters, (fields) => {
        const query = readPageQuery(new URLSearchParams(fields));
        const url = new URL(hrefOf(query, '#domains'), 'http://host.example/behind/a/path/');
        expect(url.pathname).toBe('/behind/a/path/');
        expect(readPageQuery(url.searchParams)).toEqual(query);
      }),
    );
  });
});
