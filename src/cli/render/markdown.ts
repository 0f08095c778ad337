import { printableText } from './printable.ts';

/** Text from outside as plain words: no markup, no links, no HTML. */
export function plainWords(text: string): string {
  return printableText(text).replace(/[\\`*_[\]<>|#&~!]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A block of code in which no text can end the block: its fence is longer than any run of back-ticks inside. */
export function codeBlock(language: string, body: string): string {
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${body}\n${fence}`;
}
