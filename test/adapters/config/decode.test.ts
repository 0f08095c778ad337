import { describe, expect, it } from 'vitest';
import { diagnosticsOf, errorsOf } from './config-folder.ts';

const VALID = 'version: 1\ndomains:\n  mg.example.com: { webhooks: {} }\n';

describe('the bytes of a file', () => {
  it('must end with a line break, since a file that was cut off may be a valid smaller one', async () => {
    expect(await errorsOf(VALID)).toEqual([]);
    expect(await errorsOf(VALID.slice(0, -1))).toEqual([
      '3:35 the file does not end with a line break: it may have been cut off (add a line break at the end)',
    ]);
  });

  it.each([
    ['in the first line', [0x76, 0xff, 0x0a], '1:2'],
    ['after other lines and characters', [0x61, 0x0a, 0xc3, 0xbc, 0x62, 0xc3, 0x0a], '2:3'],
    ['cut off inside a character', [0x61, 0x0a, 0xe2, 0x82], '2:1'],
    ['as an overlong form', [0xc0, 0xaf, 0x0a], '1:1'],
    ['after a byte order mark', [0xef, 0xbb, 0xbf, 0x61, 0xff, 0x0a], '1:2'],
    ['as UTF-16', [0xff, 0xfe, 0x76, 0x00, 0x0a, 0x00], '1:1'],
  ])('must be UTF-8: an invalid byte %s', async (_, bytes, place) => {
    const [error] = await errorsOf({ 'a.yaml': Uint8Array.from(bytes) });
    expect(error).toMatch(new RegExp(`^a.yaml:${place} the file is not UTF-8`));
  });

  it.each([
    ['NUL', '\0', 'U+0000'],
    ['an escape', '\u001b[31m', 'U+001B'],
    ['a lone carriage return', '\rx', 'U+000D'],
    ['a byte order mark in the middle', '\ufeff', 'U+FEFF'],
    ['a C1 control', '\u009b', 'U+009B'],
  ])('must not contain %s', async (_, text, name) => {
    expect(await errorsOf(`${VALID}# ${text}\n`)).toEqual([
      expect.stringMatching(
        new RegExp(`^4:3 the file contains the control character ${name.replace('+', '\\+')} `),
      ),
    ]);
  });

  it.each([
    ['nothing', ''],
    ['spaces', '   \n\n'],
    ['comments', '# one\n# two\n'],
    ['a marker', '---\n'],
    ['null', 'null\n'],
    ['a tilde', '~\n'],
  ])('must say something: a file with %s alone is an error', async (_, text) => {
    const errors = await errorsOf({ 'a.yaml': text, 'b.yaml': VALID });
    expect(errors).toEqual([
      "a.yaml:1:1 the file says nothing (write at least 'version: 1', or remove the file)",
    ]);
  });

  it.each([
    ['a list', '- a\n', 'a list of 1'],
    ['a text', 'hello\n', "'hello'"],
    ['a number', '5\n', '5'],
  ])('must be a map: %s is an error', async (_, text, shown) => {
    expect(await errorsOf(text)).toEqual([`1:1 the file must be a map of keys and values, but is ${shown}`]);
  });

  it('is shown in an error even where it is no text', async () => {
    const [diagnostic] = await diagnosticsOf({ 'a.yaml': Uint8Array.from([0x61, 0xff, 0x62, 0x0a]) });
    expect(diagnostic?.source).toEqual({ line: 'a\ufffdb', length: 1 });
  });
});
