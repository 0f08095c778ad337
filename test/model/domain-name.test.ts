import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDomainName } from '../../src/model/domain-name.ts';

describe('parseDomainName', () => {
  it.each([
    ['mg.example.com', 'mg.example.com'],
    ['MG.Example.COM', 'mg.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['例え.jp', 'xn--r8jz45g.jp'],
    ['_dmarc.example.com', '_dmarc.example.com'],
    ['1.example.com', '1.example.com'],
    ['пример.example', 'xn--e1afmkfd.example'],
    ['xn--exmple-4nf.com', 'xn--exmple-4nf.com'],
    ['abcアイ.jp', 'xn--abc-li4bk.jp'],
  ])('reads %s as %s', (text, value) => {
    expect(parseDomainName(text)).toEqual({ value });
  });

  it.each([
    '',
    '.',
    '..',
    '../..',
    'a/b.example',
    'a.example/',
    'a.example?x',
    'a.example#x',
    'a%2eexample',
    'a@b.example',
    'user:pw@b.example',
    'a b.example',
    'a\n.example',
    'example',
    'localhost',
    'a..example',
    '.example.com',
    'example.com.',
    '-a.example',
    'a-.example',
    '127.0.0.1',
    '0x7f.1',
    '1.2',
    '[::1]',
    '*.example.com',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}example`,
    '__proto__',
    'a\u202e.example',
    'mg.ex\u0430mple.com',
    'mg.exampl\u03b5.com',
  ])('refuses %j', (text) => {
    expect(parseDomainName(text)).toHaveProperty('problem');
  });

  it('accepts nothing that a URL parser would take for another path, host or query', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.domain(), fc.webPath()), (text) => {
        const parsed = parseDomainName(text);
        if ('problem' in parsed) return;
        const url = new URL(`https://api.example/v3/domains/${parsed.value}/webhooks`);
        expect(url.pathname).toBe(`/v3/domains/${parsed.value}/webhooks`);
        expect(parseDomainName(parsed.value)).toEqual(parsed);
      }),
      { numRuns: 2000 },
    );
  });
});
