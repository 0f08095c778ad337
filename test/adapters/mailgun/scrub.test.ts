import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basicToken, createScrub } from '../../../src/adapters/mailgun/scrub.ts';
import { Secret } from '../../../src/model/secret.ts';

const KEY = 'key-0123456789abcdef';
const fingerprint = (secret: string) => createHash('sha256').update(secret).digest('hex').slice(0, 8);
const scrubWith = (urls: readonly string[] = []) =>
  createScrub({ apiKey: new Secret(KEY), urls, fingerprint });
const scrub = scrubWith();
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a text from outside', () => {
  it('is shown as it is when there is nothing to hide, without its full stop', () => {
    expect(scrub('Rate Limited. Try again later.')).toBe('Rate Limited. Try again later');
  });

  it.each([
    ['as it is', KEY],
    ['in base64', base64(KEY)],
    ['as basic credentials', base64(`api:${KEY}`)],
    ['around control characters', `\0${KEY}\x1b[2J`],
    ['inside a URL', `https://api:${KEY}@api.mailgun.net/v3/${KEY}`],
    ['inside a query', `https://a.example/?key=${KEY}`],
  ])('never holds the key %s', (_, text) => {
    const shown = scrub(`bad credentials: ${text} refused`);
    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain(KEY.slice(4));
    expect(shown).not.toContain(base64(KEY));
    expect(shown).not.toContain(basicToken(new Secret(KEY)));
  });

  it('never holds the beginning of a key that stands where the text is cut', () => {
    for (let before = 280; before <= 300; before += 1) {
      expect(scrub(`${'x'.repeat(before)} ${KEY}`)).not.toContain('key-0');
    }
  });

  it('does not join the halves of a key that an invisible character parts', () => {
    for (const invisible of ['\0', '\u200b', '\u00ad', '\ue000', '\u202e', '\n']) {
      expect(scrub(`key-01234567${invisible}89abcdef`)).toBe('key-01234567 89abcdef');
    }
  });

  it('masks what is secret inside URLs', () => {
    expect(scrub('https://user:pass@hooks.example.com/x?token=abc is not a valid url: host not found')).toBe(
      `https://[${fingerprint('user:pass')}]@hooks.example.com/x?token=[${fingerprint('abc')}] is not a valid url: host not found`,
    );
  });

  it('masks a URL that was sent even where its end cannot be seen', () => {
    const url = "https://hooks.example.com/x?token=first'second";
    expect(scrub(`URL '${url}' exists`)).not.toContain('second');
    expect(scrubWith([url])(`URL '${url}' exists`)).not.toContain('second');
  });

  it('masks a URL that is percent-encoded as a whole', () => {
    const form = new URLSearchParams([
      ['url', 'https://user:pass@a.example/'],
      ['url', 'http://b.example/?t=abc'],
    ]);
    const shown = scrub(`cannot read ${form}, sorry`);
    expect(shown).toMatch(/^cannot read url=\[[0-9a-f]{8}\] sorry$/);
  });

  it('masks a URL whose slashes are escaped as a whole', () => {
    expect(scrub(String.raw`{"urls":["https:\/\/user:pass@a.example\/x"]}`)).toMatch(
      /^\{"urls":\["\[[0-9a-f]{8}\]"\]\}$/,
    );
  });

  it('never shows half a URL whose secret part cannot be told', () => {
    const long = `https://hooks.example.com/?${'a=1&'.repeat(1000)}`;
    expect(long.length).toBeLessThan(4096);
    const shown = scrub(`${long} https://user:${'p'.repeat(400)}@b.example.com/`);
    expect(shown).not.toContain('ppp');
  });

  it('is one line of at most 300 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const shown = scrub(text);
        expect([...shown].length).toBeLessThanOrEqual(300);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\r\n\u2028\u2029]/u);
      }),
    );
  });

  it('is scrubbed quickly however long it is', () => {
    const start = performance.now();
    scrub('a'.repeat(1_048_576));
    scrub('a://'.repeat(262_144));
    scrub('\0 '.repeat(524_288));
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('is not torn apart by an empty key', () => {
    const keyless = createScrub({ apiKey: new Secret(''), urls: [], fingerprint });
    expect(keyless('Forbidden')).toBe('Forbidden');
  });
});
