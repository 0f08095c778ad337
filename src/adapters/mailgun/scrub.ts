import type { Secret } from '../../model/secret.ts';
import { type Fingerprint, maskUrl, maskUrlsIn } from '../../model/url-mask.ts';

const LENGTH_MAX = 300;
/** More than this is not looked at: masking URLs takes time with the square of the length of a word. */
const READ_MAX = 4096;

/** Makes a text from outside fit to be shown. */
export type Scrub = (text: string) => string;

export interface Hidden {
  /** The key that was sent; an answer may repeat it. */
  readonly apiKey: Secret;
  /** URLs that were sent; an answer repeats the one it refuses. */
  readonly urls: readonly string[];
  readonly fingerprint: Fingerprint;
}

/**
 * One line without control characters, of at most 300 characters, in which neither the key nor anything secret inside
 * a URL is left. The key is looked for before the text is cut: half a key would no longer be recognised.
 */
export function createScrub({ apiKey, urls, fingerprint }: Hidden): Scrub {
  const key = apiKey.reveal();
  const spellings = [basicToken(apiKey), base64(key), encodeURIComponent(key), key].filter(
    (text) => text !== '',
  );
  return (text) => {
    // Invisible characters become spaces: removed, they could join the two halves of a key.
    const plain = text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\s]+/gu, ' ').trim();
    const keyless = spellings.reduce((left, spelling) => left.replaceAll(spelling, '[redacted]'), plain);
    const known = urls.reduce((left, url) => left.replaceAll(url, () => maskUrl(url, fingerprint)), keyless);
    const masked = maskUrlsIn(maskEncodedUrlsIn(wholeWords(known), fingerprint), fingerprint);
    return cut(masked).replace(/\.$/, '');
  };
}

/** The credentials of HTTP Basic authentication: user `api`, the key as its password. */
export function basicToken(apiKey: Secret): string {
  return base64(`api:${apiKey.reveal()}`);
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** `https%3A%2F%2F…` of a form and `https:\/\/…` of JSON: nothing of it can be told apart, so all of it goes. */
function maskEncodedUrlsIn(text: string, fingerprint: Fingerprint): string {
  return text.replace(
    /[a-z][a-z0-9+.-]*(?:%3A%2F%2F|:\\\/\\\/)[^\s"'<>]+/gi,
    (url) => `[${fingerprint(url)}]`,
  );
}

/** Ends before a word that does not fit: of half a URL nobody knows which part is secret. */
function wholeWords(line: string): string {
  return line.length <= READ_MAX ? line : `${line.slice(0, line.lastIndexOf(' ', READ_MAX) + 1)}…`;
}

function cut(line: string): string {
  const characters = [...line];
  return characters.length <= LENGTH_MAX ? line : `${characters.slice(0, LENGTH_MAX - 1).join('')}…`;
}
