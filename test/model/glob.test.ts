import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../src/model/glob.ts';

describe('matchesGlob', () => {
  it.each([
    ['https://a.example/x', 'https://a.example/x', true],
    ['https://a.example/x', 'https://a.example/', false],
    ['https://*.vendor.example/**', 'https://api.vendor.example/x/y?z=1', true],
    ['https://*.vendor.example/**', 'https://api.vendor.example', false],
    ['https://*.vendor.example/**', 'https://a.b.vendor.example/', true],
    ['https://*.vendor.example/**', 'https://evil.example/.vendor.example/', false],
    ['https://*.vendor.example/*', 'https://api.vendor.example/x/y', false],
    ['**', '', true],
    ['*', 'a/b', false],
    ['*', 'ab', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['a.b', 'axb', false],
    ['', '', true],
    ['', 'a', false],
  ])('%j on %j is %j', (...row) => {
    const [pattern, text, matches] = row;
    expect(matchesGlob(pattern, text)).toBe(matches);
  });

  it('ends soon on a pattern that would make a regular expression backtrack for ever', () => {
    expect(matchesGlob('**a'.repeat(50), 'a'.repeat(2000).concat('b'))).toBe(false);
  });
});
