import type { YAMLError } from 'yaml';
import type { Finding } from './diagnostic.ts';
import type { SourceText, TextRange } from './source-text.ts';

interface Wording {
  readonly code: YAMLError['code'];
  /** Which of the library's messages of that code is meant; all of them if absent. */
  readonly said?: RegExp;
  readonly message: string;
  readonly hint: string;
}

/** What the library finds, in words for people who do not know the terms of the YAML specification. */
const WORDINGS: readonly Wording[] = [
  {
    code: 'TAB_AS_INDENT',
    message: 'a tab is used for indentation',
    hint: 'YAML is indented with spaces',
  },
  {
    code: 'TAG_RESOLVE_FAILED',
    message: 'this tag is not known',
    hint: 'a configuration needs no tags: remove it, or put a text that starts with ! in quotes',
  },
  {
    code: 'BAD_SCALAR_START',
    message: 'a text cannot start with this character',
    hint: 'put the text in quotes',
  },
  {
    code: 'BAD_ALIAS',
    message: 'a text that starts with * must be in quotes',
    hint: "write '*.example.com' in quotes; without them YAML takes it for an alias",
  },
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    message: 'a second key on one line',
    hint: "start the inner keys on a new line, or put a text with ': ' in it in quotes",
  },
  {
    code: 'MULTILINE_IMPLICIT_KEY',
    message: 'this is neither a key with its value nor a part of the value above it',
    hint: "a key is followed by ':' and a space",
  },
  {
    code: 'MISSING_CHAR',
    said: /quote/,
    message: 'the closing quote is missing',
    hint: 'add the closing quote',
  },
  {
    code: 'MISSING_CHAR',
    said: /need to be followed/,
    message: "a ':' and a value are missing after this key",
    hint: "a key is followed by ':' and a space, an item of a list starts with '-' and a space",
  },
  {
    code: 'MISSING_CHAR',
    said: /, or :/,
    message: 'a comma is missing before this',
    hint: 'put a text with brackets, braces or commas in quotes',
  },
  {
    code: 'MISSING_CHAR',
    said: /- indicator/,
    message: 'this does not belong to the item of the list above it',
    hint: "start a new item with '-', or indent this exactly as the item's other keys",
  },
  {
    code: 'BAD_INDENT',
    said: /end with a/,
    message: 'the closing bracket is missing, or stands too far to the left',
    hint: 'close the bracket, and indent its lines more than the key they belong to',
  },
  {
    code: 'BAD_INDENT',
    message: 'this key does not start in the same column as the other keys of its map',
    hint: 'indent all keys of a map alike',
  },
  {
    code: 'BAD_DQ_ESCAPE',
    message: 'this escape sequence is not known',
    hint: 'put a text with backslashes in single quotes',
  },
  { code: 'BAD_DIRECTIVE', message: 'this directive is not known', hint: 'remove the line' },
  {
    code: 'UNEXPECTED_TOKEN',
    message: 'this is not expected here',
    hint: 'put a text with special characters in quotes',
  },
];

/** An error or warning of the library as a finding. Its own messages may repeat a part of the text, so few are kept. */
export function yamlFinding(source: SourceText, error: YAMLError): Finding {
  const range = rangeOf(source, error);
  const wording = WORDINGS.find(
    ({ code, said }) => code === error.code && (said?.test(error.message) ?? true),
  );
  if (wording === undefined) return { range, message: lowerFirst(error.message) };
  const { message, hint } = wording;
  return { range, message, hint: hasOpenPlaceholder(source, range) ? PLACEHOLDER_HINT : hint };
}

const PLACEHOLDER_HINT = 'put a URL with {domain} or {event} in quotes where it stands inside brackets';

/** Inside brackets `{` starts a map, also in the middle of an unquoted URL. */
function hasOpenPlaceholder(source: SourceText, { start }: TextRange): boolean {
  return source.text[start] === '{' && /\S/.test(source.text[start - 1] ?? ' ');
}

/**
 * The ':' after an alias is reported where it stands, and the text that was meant starts at the '*'; a key that is
 * indented wrongly is reported where its line starts.
 */
function rangeOf({ text }: SourceText, { code, pos: [start, end] }: YAMLError): TextRange {
  if (code === 'BAD_ALIAS') {
    const star = text.lastIndexOf('*', start);
    return star < text.lastIndexOf('\n', start) ? { start, end } : { start: star, end: start };
  }
  const indent = /^ */.exec(text.slice(start, end + INDENT_MAX))?.[0].length ?? 0;
  return { start: start + indent, end: Math.max(end, start + indent + 1) };
}

const INDENT_MAX = 200;

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
