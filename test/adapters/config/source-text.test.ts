import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCharacters, SourceText } from '../../../src/adapters/config/source-text.ts';

describe('the text of a file', () => {
  it('counts lines and characters from 1, a character outside the basic plane as one', () => {
    const text = 'a: 1\r\n𝒳𝒳: "ü"\n';
    const source = new SourceText('x.yaml', text);
    expect(source.place(0)).toEqual({ file: 'x.yaml', line: 1, column: 1 });
    expect(source.place(text.indexOf('"'))).toEqual({ file: 'x.yaml', line: 2, column: 5 });
    expect(source.lineAt(2)).toEqual({ text: 'a: 1', start: 0 });
    expect(source.lineAt(text.length - 1)).toEqual({ text: '𝒳𝒳: "ü"', start: 6 });
    expect(source.lineAt(text.length)).toEqual({ text: '𝒳𝒳: "ü"', start: 6 });
  });

  it('finds the place of any offset as counting by hand does', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', '\n', '😀', ' '), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.nat(), (text, number) => {
        const offset = number % text.length;
        const before = text.slice(0, offset).split('\n');
        const { line, column } = new SourceText('x', text).place(offset);
        expect([line, column]).toEqual([before.length, countCharacters(before.at(-1) ?? '') + 1]);
      }),
    );
  });
});
