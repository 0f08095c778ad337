/** Longest line of a comment. */
const LINE_MAX = 110;

/** Lines of a comment, indented by so many spaces. Nothing in a line can end the comment. */
export function commentBlock(indent: number, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${' '.repeat(indent)}# ${inOneLine(line)}`);
}

/** A text broken into lines of a comment. */
export function prose(indent: number, text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of inOneLine(text).split(' ')) {
    const last = lines.at(-1);
    const fits = last !== undefined && indent + 2 + last.length + 1 + word.length <= LINE_MAX;
    if (fits) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return commentBlock(indent, lines);
}

/** Control and format characters, separators and lone surrogates are spelt out. */
function inOneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
