/** A short, stable, one-way name for a secret text, so that a changed secret shows as changed. */
export type Fingerprint = (secret: string) => string;

const TOKEN_LENGTH_MIN = 16;

/**
 * A URL as people and logs may see it: userinfo, query values, fragments and path segments that look like tokens are
 * replaced by `[fingerprint]`. Equal secrets look equal and different ones different, so a plan stays readable.
 */
export function maskUrl(url: string, fingerprint: Fingerprint): string {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(url);
  if (!match) return `[${fingerprint(url)}]`;
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = match;
  const mask = (secret: string) => (secret === '' ? '' : `[${fingerprint(secret)}]`);
  const at = authority.lastIndexOf('@');
  const host = at < 0 ? authority : `${mask(authority.slice(0, at))}@${authority.slice(at + 1)}`;
  const segments = path.split('/').map((segment) => (looksLikeToken(segment) ? mask(segment) : segment));
  const pairs = query
    .slice(1)
    .split('&')
    .map((pair) => maskPair(pair, mask));
  return [
    scheme,
    host,
    segments.join('/'),
    query === '' ? '' : `?${pairs.join('&')}`,
    fragment === '' ? '' : `#${mask(fragment.slice(1))}`,
  ].join('');
}

/** Masks every URL inside a longer text, such as an error message of the API that repeats the URL it refuses. */
export function maskUrlsIn(text: string, fingerprint: Fingerprint): string {
  return text.replace(/[a-z][a-z0-9+.-]*:\/\/[^\s"<>]+/gi, (url) => maskUrl(url, fingerprint));
}

function maskPair(pair: string, mask: (secret: string) => string): string {
  const equals = pair.indexOf('=');
  return equals < 0 ? mask(pair) : `${pair.slice(0, equals)}=${mask(pair.slice(equals + 1))}`;
}

/**
 * Whether a path segment may be a credential, as in `/services/T024BE7LD/0123456789abcdefABCDEF99`, `/bot110:AAHd…` or
 * `/eyJhbGciOi.eyJzdWI.c2ln`. Words joined by `-` or `_` and names of hosts are none; too much is masked rather than
 * too little.
 *
 * | segment                                                   | is taken for                  |
 * |-----------------------------------------------------------|-------------------------------|
 * | with `:`, `;` or `=`                                       | a credential                  |
 * | shorter than 16 characters                                | a word                        |
 * | lower-case words joined by `-` or `_`, each under 20 letters | words                       |
 * | lower case with a dot, each label under 20 characters     | the name of a host or domain  |
 * | anything else                                             | a credential                  |
 */
export function looksLikeToken(segment: string): boolean {
  if (/[:;=]/.test(segment)) return true;
  if (segment.length < TOKEN_LENGTH_MIN) return false;
  const words = /^[a-z]{1,19}([-_][a-z]{1,19})*$/.test(segment);
  const host = /^[a-z0-9-]{1,19}(\.[a-z0-9-]{1,19})+$/.test(segment);
  return !(words || host || /^\$?\{[A-Za-z_]\w*\}$/.test(segment));
}
