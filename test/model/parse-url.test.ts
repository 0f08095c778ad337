import { describe, expect, it } from 'vitest';
import { parseUrl } from '../../src/model/parse-url.ts';

describe('parseUrl', () => {
  it('gives the parts of a URL, and nothing for what is none', () => {
    expect(parseUrl('https://h.example:8443/x')?.host).toBe('h.example:8443');
    expect(parseUrl('https://')).toBeUndefined();
  });

  it('answers the same however often it is asked', () => {
    const answers = new Set(
      Array.from({ length: 20_000 }, () => parseUrl('https://bücher.example/')?.hostname),
    );
    expect([...answers]).toEqual(['xn--bcher-kva.example']);
  });
});
