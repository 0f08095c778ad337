import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scrubber } from '../../../src/adapters/telemetry/scrubber.ts';
import { Secret } from '../../../src/model/secret.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '');

const SPELLINGS: readonly (readonly [string, (key: string) => string])[] = [
  ['plain', (key) => key],
  ['base64', base64],
  ['base64 of the Basic user and key', (key) => base64(`api:${key}`)],
  ['base64url', (key) => Buffer.from(`api:${key}`).toString('base64url')],
  ['URL-encoded', encodeURIComponent],
  ['hexadecimal', (key) => Buffer.from(key).toString('hex')],
  ['JSON-escaped', (key) => JSON.stringify(key).slice(1, -1)],
];

describe('Scrubber', () => {
  it.each(SPELLINGS)('removes a key that is spelt %s', (_name, spell) => {
    const key = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(key, fc.lorem(), (text, words) => {
        const scrubber = new Scrubber();
        scrubber.add(new Secret(text));
        const spelt = spell(text);
        fc.pre(!words.includes(spelt));
        expect(scrubber.scrub(`${words}${spelt}${words}`)).toBe(`${words}[redacted]${words}`);
      }),
    );
  });

  it('removes several keys, each wherever it stands', () => {
    const scrubber = new Scrubber();
    scrubber.add(new Secret('first-key'));
    scrubber.add(new Secret('second-key'));
    expect(scrubber.scrub('a first-key b second-key c first-key')).toBe(
      'a [redacted] b [redacted] c [redacted]',
    );
  });

  it('does not take a few letters for a key, which would blot out whole outputs', () => {
    const scrubber = new Scrubber();
    scrubber.add(new Secret('a'));
    expect(scrubber.scrub('a plan')).toBe('a plan');
  });
});
