import { describe, expect, it } from 'vitest';
import { parseDomainKey, patternSuffix } from '../../../src/adapters/config/domain-key.ts';

describe('a key of domains', () => {
  it.each([
    ['mg.example.com', 'mg.example.com', undefined],
    ['MG.Example.com', 'mg.example.com', undefined],
    ['bücher.example', 'xn--bcher-kva.example', undefined],
    ['*', '*', ''],
    ['*.Example.com', '*.example.com', 'example.com'],
    ['*.bücher.example', '*.xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['*.example', '*.example', 'example'],
  ])('%s is the same as %s', (text, key, suffix) => {
    expect(parseDomainKey(text)).toEqual({ value: key });
    expect(patternSuffix(key)).toBe(suffix);
  });

  it.each([
    'a.*',
    '**',
    '**.example',
    '*.*.example',
    'mg*.example.com',
    '*example.com',
    '*.',
    '*..example',
    '*.a_/b',
    '*.-',
  ])('no pattern is %s', (text) =>
    expect(parseDomainKey(text)).toEqual({ problem: expect.stringMatching(/is no pattern/) }),
  );

  it.each([
    '..',
    '.',
    'a/b.example',
    'example',
    'mg.example.com.',
    'a b.example',
    '1.2.3.4',
    '%2e%2e.example',
    '',
  ])('no domain is %j', (text) => expect(parseDomainKey(text)).toHaveProperty('problem'));
});
