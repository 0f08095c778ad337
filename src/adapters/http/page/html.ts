/** A piece of HTML; everything in it that came from elsewhere is escaped. */
export interface Html {
  readonly html: string;
}

/** Text is escaped; `undefined` and `false` print nothing, so that a part can depend on a condition. */
export type HtmlValue = string | number | Html | undefined | false | readonly HtmlValue[];

/** The only way to make HTML: whatever is filled into the literal is escaped, unless it was made by this very tag. */
export function html(literal: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = literal.map((part, index) => part + print(values[index]));
  return { html: parts.join('') };
}

function print(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map(print).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Control characters, bidirectional overrides and halves of characters become visible, so that no name can pose as another. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
