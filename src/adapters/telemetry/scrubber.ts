import { Buffer } from 'node:buffer';
import type { Secret } from '../../model/secret.ts';

const SHORTEST_SCRUBBED = 6;

/**
 * The last line of defence: replaces every registered secret in whatever is about to be printed. The first lines are
 * the `Secret` type and errors that never carry a request; this one is for the leak nobody thought of.
 */
export class Scrubber {
  readonly #forms = new Map<string, string>();

  /** From now on `secret` is replaced in all its usual spellings. */
  add(secret: Secret): void {
    const text = secret.reveal();
    if (this.#forms.has(text) || text.length < SHORTEST_SCRUBBED) return;
    for (const form of spellings(text)) this.#forms.set(form, '[redacted]');
  }

  scrub(text: string): string {
    let clean = text;
    for (const [form, replacement] of this.#forms) clean = clean.replaceAll(form, replacement);
    return clean;
  }
}

/**
 * How a key may turn up in text: as it is, base64 (alone, and as the user `api` of HTTP Basic), URL-encoded,
 * JSON-escaped, hexadecimal. Longest first, so that no form leaves the rest of a longer one behind.
 */
function spellings(text: string): readonly string[] {
  const base64 = (plain: string) => Buffer.from(plain).toString('base64').replace(/=+$/, '');
  const base64Url = (plain: string) => Buffer.from(plain).toString('base64url');
  const forms = [
    text,
    base64(text),
    base64Url(text),
    base64(`api:${text}`),
    base64Url(`api:${text}`),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString('hex'),
  ];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
