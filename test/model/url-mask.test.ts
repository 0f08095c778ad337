import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskUrl, maskUrlsIn } from '../../src/model/url-mask.ts';

/** A readable stand-in: the test sees what was masked. */
const upper = (secret: string) => secret.toUpperCase();

describe('maskUrl', () => {
  it.each([
    ['https://hooks.example.com/a/b', 'https://hooks.example.com/a/b'],
    ['https://hooks.example.com', 'https://hooks.example.com'],
    ['https://user:pw@hooks.example.com:8443/a', 'https://[USER:PW]@hooks.example.com:8443/a'],
    ['https://h.example/a?token=abc&x=', 'https://h.example/a?token=[ABC]&x='],
    ['https://h.example/a?abc', 'https://h.example/a?[ABC]'],
    ['https://h.example/?a=b=c', 'https://h.example/?a=[B=C]'],
    ['https://h.example/a#frag', 'https://h.example/a#[FRAG]'],
    [
      'https://h.example/services/T0/abcdefabcdef0123456789',
      'https://h.example/services/T0/[ABCDEFABCDEF0123456789]',
    ],
    [
      'https://h.example/mailgun/mg.example.com/permanent_fail',
      'https://h.example/mailgun/mg.example.com/permanent_fail',
    ],
    [
      'https://h.example/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw',
      'https://h.example/[BOT110201543:AAHDQTCVCH1VGWJXFSEOFSAS0K5PALDSAW]',
    ],
    [
      'https://h.example/eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl',
      'https://h.example/[EYJHBGCIOI.EYJZDWIIOI.C2LNBMF0DXJL]',
    ],
    ['https://h.example/in;token=abc', 'https://h.example/[IN;TOKEN=ABC]'],
    ['https://h.example/aBcDeFgHiJkLmNoPqRs', 'https://h.example/[ABCDEFGHIJKLMNOPQRS]'],
    ['https://h.example/1234567890123456', 'https://h.example/[1234567890123456]'],
    ["https://h.example/o'brien?token=abc", "https://h.example/o'brien?token=[ABC]"],
    ['https://h.example/delivery-events-of-customers', 'https://h.example/delivery-events-of-customers'],
    ['no url at all', '[NO URL AT ALL]'],
  ])('shows %s as %s', (url, masked) => {
    expect(maskUrl(url, upper)).toBe(masked);
  });

  it('shows different secrets differently and equal ones alike', () => {
    const mask = (password: string) => maskUrl(`https://u:${password}@h.example/`, upper);
    expect(mask('one')).not.toBe(mask('two'));
    expect(mask('one')).toBe(mask('one'));
  });

  it('never shows the userinfo or the query values of a URL', () => {
    const word = fc.stringMatching(/^[a-z]{8,12}$/);
    fc.assert(
      fc.property(word, word, word, (...[user, password, value]) => {
        const shown = maskUrl(`https://${user}:${password}@host.invalid/path?key=${value}`, () => '#');
        for (const secret of [user, password, value]) expect(shown).not.toContain(secret);
      }),
    );
  });
});

describe('maskUrlsIn', () => {
  it('masks the URLs inside a message and leaves the rest', () => {
    const text = 'https://u:p@h.example/?k=v is not a valid url: host not found';
    expect(maskUrlsIn(text, () => '#')).toBe(
      'https://[#]@h.example/?k=[#] is not a valid url: host not found',
    );
  });
});
