import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskText } from '../../../src/adapters/config/masked-text.ts';
import { countCharacters } from '../../../src/adapters/config/source-text.ts';

const VARIABLE = '$' + '{MGHOOKS_VAR_TOKEN}';

describe('a masked text', () => {
  it.each([
    ['  audit: https://user:pass@hooks.example.com/x', '  audit: https://*********@hooks.example.com/x'],
    ['https://a@b@h.example/', 'https://***@h.example/'],
    ['x?y https://h.example/p?token=abc&b&c= z', 'x?y https://h.example/p?token=***&*&c= z'],
    ['https://h.example/p#secret', 'https://h.example/p#******'],
    ['["https://h.example/s/T024BE7LD0B0A1ZZ77aa11"]', '["https://h.example/s/**********************"]'],
    ['[https://h.example/s/0123456789abcdefABCDEF, x]', '[https://h.example/s/*********************** x]'],
    [
      'https://h.example/mailgun/permanent_fail/{domain}',
      'https://h.example/mailgun/permanent_fail/{domain}',
    ],
    [`https://h.example/?k=${VARIABLE}x`, `https://h.example/?k=${VARIABLE}*`],
    ['https:/u:p@h.example/', 'https:/***@h.example/'],
    ['  apiKey: hunter2 # mine', '  apiKey: **************'],
    ['  api_key: "hunter2"', '  api_key: *********'],
    ['  apiKey: { env: hunter2 }', '  apiKey: { env: ******* }'],
    ['  apiKey: { env: MAILGUN_API_KEY }', '  apiKey: { env: MAILGUN_API_KEY }'],
    ['x: key-0123456789abcdef', 'x: ********************'],
    ['0123456789abcdef0123456789abcdef-01234567-89abcdef', '*'.repeat(50)],
    ['  mg.example.com: { policy: exact }', '  mg.example.com: { policy: exact }'],
  ])('of %s is %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it('has as many characters as the text, so that a caret below it fits', () => {
    const piece = fc.constantFrom(
      'https://',
      'u:p😀w@',
      'h.example',
      '/',
      '?',
      '=',
      '&',
      '#',
      ' apiKey: ',
      '{x}',
      'ü',
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        expect(countCharacters(maskText(text))).toBe(countCharacters(text));
      }),
    );
  });

  it('holds no secret of a URL, wherever in it the secret stands', () => {
    const secret = fc
      .stringMatching(/^[a-z0-9]{24,30}$/)
      .filter((text) => /\d/.test(text) && /[a-z]/.test(text));
    const url = fc.constantFrom(
      (s: string) => `https://${s}@h.example/x`,
      (s: string) => `https://u:${s}@h.example/x`,
      (s: string) => `http://h.example/x?${s}`,
      (s: string) => `http://h.example/x?a=1&b=${s}&c=2`,
      (s: string) => `https://h.example/a/${s}/b`,
      (s: string) => `https://h.example/#${s}`,
    );
    const line = fc.constantFrom(
      (u: string) => `  audit: ${u}`,
      (u: string) => `  audit: "${u}" # ${u}`,
      (u: string) => `  audit: [${u}, ${u}]`,
    );
    fc.assert(
      fc.property(secret, url, line, (hidden, inUrl, inLine) => {
        expect(maskText(inLine(inUrl(hidden)))).not.toContain(hidden);
      }),
    );
  });
});

describe('a masked text that holds half a URL', () => {
  it.each([
    ['https://admin:hunter2@ne w.example.com/h?key=abc123', ['hunter2', 'abc123']],
    ['clicked: admin:hunter2@new.example.com', ['hunter2']],
    ['"//user:hunter2@a.example.com"', ['hunter2']],
    ['https://h.example/?token=abc def=ghi', ['abc', 'ghi']],
  ])('shows no credential of %j', (text, secrets) => {
    const masked = maskText(text);
    expect(masked).toHaveLength(text.length);
    for (const secret of secrets) expect(masked).not.toContain(secret);
  });
});
