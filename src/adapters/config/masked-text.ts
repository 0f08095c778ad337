import { looksLikeToken } from '../../model/url-mask.ts';

const URL_TEXT = /[a-z][a-z0-9+.-]*:\/{1,2}[^\s"<>]+/gi;
const PLACEHOLDER_OR_CHARACTER = /\$?\{[A-Za-z_]\w*\}|./gsu;

/**
 * A text as people and logs may see it, with every character of a credential replaced by `*`, so that a caret below
 * it still points at the right character: userinfo, query values, fragments and token-like path segments of URLs,
 * what looks like a Mailgun key, and what is written as an `apiKey`.
 */
export function maskText(text: string): string {
  return maskKeys(maskKeyFields(maskFragments(text.replace(URL_TEXT, maskUrl))));
}

/** What is left of a URL that is written wrong: a space in the host, no scheme. */
function maskFragments(text: string): string {
  return text
    .replace(/[^\s"'/:@]+:[^\s"'/@]+(?=@)/g, stars)
    .replace(/(?<=[\w\]-]=)[^\s"'&,\]}$*][^\s"'&,\]}]*/g, stars);
}

/** The same number of characters, all `*`, but for placeholders such as `{domain}`, which are no secret. */
export function stars(secret: string): string {
  return secret.replace(PLACEHOLDER_OR_CHARACTER, (found) => (found.length > 2 ? found : '*'));
}

function maskUrl(url: string): string {
  const match = /^([^/]*\/{1,2})([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/su.exec(url);
  if (!match) return stars(url);
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = match;
  const at = authority.lastIndexOf('@');
  const userinfo = at < 0 ? '' : stars(authority.slice(0, at));
  const segments = path
    .split('/')
    .map((segment) => (looksLikeToken(withoutPunctuation(segment)) ? stars(segment) : segment));
  const pairs = query.slice(1).split('&').map(maskPair).join('&');
  const values = query === '' ? '' : `?${pairs}`;
  const anchor = fragment === '' ? '' : `#${stars(fragment.slice(1))}`;
  return `${scheme}${userinfo}${authority.slice(Math.max(at, 0))}${segments.join('/')}${values}${anchor}`;
}

function maskPair(pair: string): string {
  const value = pair.indexOf('=') + 1;
  return pair.slice(0, value) + stars(pair.slice(value));
}

/** Flow punctuation and quotes after the URL may cling to it. */
function withoutPunctuation(segment: string): string {
  return segment.replace(/['\]},]+$/, '');
}

/** The value of an `apiKey`, and of `env` when it is no name of a variable, may be the key itself. */
function maskKeyFields(text: string): string {
  return text
    .replace(
      /(\bapi_?-?key["']?\s*:\s*)(?![\s{&*!#])(.*)$/i,
      (_, field: string, value: string) => field + stars(value),
    )
    .replace(/(\benv["']?\s*:\s*["']?)([^\s"',{}]+)/g, (whole, field: string, value: string) =>
      /^[A-Z_][A-Z0-9_]*$/.test(value) ? whole : field + stars(value),
    );
}

/** `key-…` and `pubkey-…` are Mailgun's old keys, hexadecimal digits in three groups the new ones. */
function maskKeys(text: string): string {
  return text.replace(
    /\b(?:pub)?key-[A-Za-z0-9]{8,}|\b(?=[a-f]*\d)[0-9a-f]{24,}(?:-[0-9a-f]{8})*\b/gi,
    stars,
  );
}
