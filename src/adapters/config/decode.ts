import { isUtf8 } from 'node:buffer';
import type { Finding } from './diagnostic.ts';
import type { SourceFile } from './source-file.ts';
import { SourceText } from './source-text.ts';

const NEWLINE = 0x0a;

/** A text, or the one reason why the bytes are none. */
export type Decoded = { readonly source: SourceText; readonly finding?: Finding };

/**
 * The text of a file: UTF-8, with or without a byte order mark, and only characters that YAML allows to be printed.
 */
export function decode(file: Pick<SourceFile, 'name' | 'bytes'>): Decoded {
  const source = new SourceText(file.name, new TextDecoder().decode(file.bytes));
  const finding = isUtf8(file.bytes) ? findControlCharacter(source.text) : findInvalidByte(file.bytes);
  return finding === undefined ? { source } : { source, finding };
}

/**
 * A configuration file that ends without a line break was most likely cut off while it was written, and a YAML file
 * that is cut off is usually a valid smaller one: half of all byte prefixes of a configuration are.
 */
export function findMissingNewline(text: string): Finding | undefined {
  if (text.endsWith('\n')) return undefined;
  return {
    range: { start: text.length, end: text.length },
    message: 'the file does not end with a line break: it may have been cut off',
    hint: 'add a line break at the end',
  };
}

/** What YAML 1.2 does not let a file contain, a byte order mark in its middle, and a lone carriage return. */
const UNPRINTABLE = /(?![\t\n\r\u0085])[\p{Cc}\ufeff\ufffe\uffff]|\r(?!\n)/u;

function findControlCharacter(text: string): Finding | undefined {
  const found = UNPRINTABLE.exec(text);
  if (!found) return undefined;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return {
    range: { start: found.index, end: found.index + 1 },
    message: `the file contains the control character U+${code}`,
    hint: 'remove it, or write it as an escape in double quotes',
  };
}

function findInvalidByte(bytes: Uint8Array): Finding {
  const { lineStart, text } = validTextBefore(bytes);
  const start = lineStart.length + text.length;
  return {
    range: { start, end: start + 1 },
    message: 'the file is not UTF-8: this byte does not belong to any character',
    hint: 'save the file as UTF-8',
  };
}

/** Line by line, as no character of UTF-8 contains a line feed byte; then byte by byte in the first invalid line. */
function validTextBefore(bytes: Uint8Array): { readonly lineStart: string; readonly text: string } {
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(NEWLINE, start) + 1 || bytes.length;
    if (!isUtf8(bytes.subarray(start, end)) || end === bytes.length) break;
    start = end;
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  try {
    for (const byte of bytes.subarray(start)) text += decoder.decode(Uint8Array.of(byte), { stream: true });
  } catch {
    // The characters so far are what stands before the invalid byte.
  }
  return { lineStart: new TextDecoder().decode(bytes.subarray(0, start)), text };
}
