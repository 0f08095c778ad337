import { maskUrl, maskUrlsIn } from '../../model/url-mask.ts';
import { fingerprint } from '../fingerprint.ts';

/** A URL for people to read: credentials masked, nothing in it that a terminal would obey. */
export function printableUrl(url: string): string {
  return visible(maskUrl(url, fingerprint));
}

/** A text from outside, such as an error message of the API, for people to read. */
export function printableText(text: string): string {
  return visible(maskUrlsIn(text, fingerprint));
}

/**
 * Control characters (escape sequences of terminals among them) and bidirectional overrides become visible. For text
 * in which URLs are masked already: masking a mask gives another one.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
