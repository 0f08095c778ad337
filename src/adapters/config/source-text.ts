import type { Place } from '../../ports/configuration-source.ts';

/** A part of a text, as offsets in UTF-16 code units, the end excluded. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface Line {
  /** The line without its line break. */
  readonly text: string;
  /** Offset of its first character. */
  readonly start: number;
}

/** The text of a file, and where in it an offset lies. */
export class SourceText {
  /** The name of the file. */
  readonly name: string;
  readonly text: string;
  #lineStarts: readonly number[] | undefined;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  /** Line and column of an offset, both from 1; the column counts characters, not code units. */
  place(offset: number): Place {
    const index = this.#lineIndex(offset);
    const start = this.#starts()[index] ?? 0;
    return { file: this.name, line: index + 1, column: countCharacters(this.text.slice(start, offset)) + 1 };
  }

  lineAt(offset: number): Line {
    const index = this.#lineIndex(offset);
    const start = this.#starts()[index] ?? 0;
    const next = this.#starts()[index + 1] ?? this.text.length;
    return { text: this.text.slice(start, next).replace(/\r?\n$/, ''), start };
  }

  #lineIndex(offset: number): number {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Found when the first error needs it: a valid file never does. */
  #starts(): readonly number[] {
    this.#lineStarts ??= findLineStarts(this.text);
    return this.#lineStarts;
  }
}

export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (at + 1 < text.length) starts.push(at + 1);
  }
  return starts;
}
