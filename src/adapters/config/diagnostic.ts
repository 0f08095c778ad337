import type { Diagnostic } from '../../ports/configuration-source.ts';
import { maskText, stars } from './masked-text.ts';
import { countCharacters, type Line, type SourceText, type TextRange } from './source-text.ts';

/** Longer lines are not shown: no terminal has room for them. */
const LINE_LENGTH_MAX = 1000;

/** One thing that is wrong with a text, and where. */
export interface Finding {
  readonly range: TextRange;
  readonly message: string;
  readonly hint?: string;
  /** The text in the range may be a secret, whatever it looks like. */
  readonly secret?: boolean;
}

/** A finding as a value for people: with line and column, the source line, and nothing secret. */
export function diagnosticAt(source: SourceText, finding: Finding): Diagnostic {
  const start = Math.min(finding.range.start, source.text.length);
  const line = source.lineAt(start);
  const from = Math.min(start - line.start, line.text.length);
  const to = Math.max(from, Math.min(finding.range.end - line.start, line.text.length));
  const length = Math.max(1, countCharacters(line.text.slice(from, to)));
  return {
    place: source.place(line.start + from),
    message: shownText(finding.message),
    ...(finding.hint === undefined ? {} : { hint: shownText(finding.hint) }),
    ...(line.text.length > LINE_LENGTH_MAX
      ? {}
      : { source: { line: shownLine(line, { start: from, end: to }, finding.secret === true), length } }),
  };
}

/** Keys and values may hold any character as an escape; a terminal must not obey them. */
function shownText(text: string): string {
  return maskText(text).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

function shownLine(line: Line, range: TextRange, secret: boolean): string {
  // The file holds no control characters but these; they could reverse the line, or break it.
  const text = line.text.replace(/[\p{Cf}\u0085\u2028\u2029]/gu, '\ufffd');
  if (!secret) return maskText(text);
  return maskText(
    text.slice(0, range.start) + stars(text.slice(range.start, range.end)) + text.slice(range.end),
  );
}
