import { describe, expect, it } from 'vitest';
import { diagnosticsOf, errorsOf, load, underlined } from './config-folder.ts';

/** A file whose only domain carries `rest` as its value. */
const file = (rest: string) => `version: 1\ndomains:\n  mg.example.com: ${rest}\n`;

describe('strict YAML 1.2', () => {
  it.each([
    ['a second document', 'version: 1\n---\nversion: 1\n', '2:1 a second YAML document starts here'],
    ['an empty second document', 'version: 1\n---\n', '2:1 a second YAML document starts here'],
    ['a tag of its own', file('!mine {}'), '3:19 this tag is not known'],
    ['a tag that runs code elsewhere', file('!!js/function "x"'), '3:19 this tag is not known'],
    ['a tag of YAML 1.1', file('!!set {a}'), '3:19 this tag is not known'],
    ['a tag that names the environment', file('!env X'), '3:19 this tag is not known'],
    ['YAML 1.1', '%YAML 1.1\n---\nversion: 1\n', '1:1 only YAML 1.2 is read'],
    ['an unknown directive', '%FOO x\n---\nversion: 1\n', '1:1 this directive is not known'],
    ['a tab as indentation', 'version: 1\ndomains:\n\ta.example:\n', '3:1 a tab is used for indentation'],
    ['a text that starts with *', 'version: 1\ndomains:\n  *.example.com: {}\n', '3:3 must be in quotes'],
    [
      'the same over two lines',
      'version: 1\ndomains:\n  *.example.com:\n    policy: exact\n',
      '3:3 must be in quotes',
    ],
    ['a lone *', file('{ ignore: [*] }'), '3:30 must be in quotes'],
    [
      'a URL with {domain} in brackets',
      file('{ webhooks: { opened: https://h.example/{domain} } }'),
      '3:59 not expected',
    ],
    ['a missing bracket', file('{ ignore: [a }'), '3:32 the closing bracket is missing'],
    ['a missing quote', file('{ policy: "exact }'), '3:37 the closing quote is missing'],
    ['a value after a value', 'version: 1\ndomains: "x" y\n', '2:14 not expected'],
    ['two keys on one line', 'version: 1\ndomains: a: b\n', '2:10 a second key on one line'],
    ['a key that hangs', 'version: 1\ndomains:\n    a.example: {}\n  b.example: {}\n', '4:3 same column'],
    ['a key without a space', 'version:1\ndomains: {}\n', '1:1 neither a key'],
    [
      'a key without a value',
      'version: 1\ndomains:\n  a.example: {}\n  b.example\n',
      '4:3 missing after this key',
    ],
    ['a reserved character', file('@x'), '3:19 a text cannot start with this character'],
    ['an unknown escape', file('"\\q"'), '3:20 this escape sequence is not known'],
    ['two anchors', file('&a &b {}'), '3:22 at most one anchor'],
  ])('refuses %s', async (_, text, expected) => {
    const [first = '', ...more] = await errorsOf(text);
    expect(more).toEqual([]);
    const [place = '', ...words] = expected.split(' ');
    expect(first.split(' ')[0]).toBe(place);
    expect(first).toContain(words.join(' '));
  });

  it('says one thing about a line, and nothing after the parser has lost its way', async () => {
    const errors = await errorsOf('version: 1\ndomains: ] } : , "\nx: ]\ny: @\n');
    expect(errors).toHaveLength(1);
  });

  it('tells people to quote a URL with a placeholder inside brackets', async () => {
    const [diagnostic] = await diagnosticsOf(file('{ webhooks: { opened: [https://h.example/{event}] } }'));
    expect(diagnostic?.hint).toBe(
      'put a URL with {domain} or {event} in quotes where it stands inside brackets',
    );
  });

  it('takes yes, no and on for text, which no number and no true or false is', async () => {
    expect(await errorsOf('version: yes\ndomains:\n  a.example: { webhooks: {} }\n')).toEqual([
      expect.stringContaining("1:10 'version' must be 1, the only version there is, but is 'yes'"),
    ]);
  });

  it.each([
    ['lists', '['],
    ['maps', '{a: '],
    ['block lists', '- '],
    ['keys', '? '],
  ])('refuses %s nested without end, and goes on living', async (_, opening) => {
    for (const depth of [200, 100_000]) {
      const [error, more] = await errorsOf(`${opening.repeat(depth)}\n`);
      expect(error).toContain('the values are nested too deeply');
      expect(more).toBeUndefined();
    }
  });

  it('points at the line where block maps get too deep', async () => {
    const deep = Array.from({ length: 5_000 }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
    const [error] = await errorsOf(deep);
    expect(error).toMatch(/^100:100 the values are nested too deeply/);
  });

  it('accepts a start and an end marker, CRLF line breaks and a byte order mark', async () => {
    const text = '\ufeff---\nversion: 1\ndomains:\n  mg.example.com: { webhooks: {} }\n...\n';
    expect((await load(text)).desired.domains).toHaveLength(1);
    expect((await load(text.replaceAll('\n', '\r\n'))).desired.domains).toHaveLength(1);
  });

  it('finds the place in a file with CRLF line breaks and a byte order mark', async () => {
    const [diagnostic] = await diagnosticsOf(
      '\ufeffversion: 1\r\ndomains:\r\n  "ü😀.example": { policy: exat }\r\n',
    );
    expect(diagnostic?.place).toMatchObject({ line: 3, column: 27 });
    expect(diagnostic && underlined(diagnostic)).toBe('exat');
    expect(diagnostic?.source?.line).toBe('  "ü😀.example": { policy: exat }');
  });
});
