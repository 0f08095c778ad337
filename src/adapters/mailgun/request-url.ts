import type { Parsed } from '../../model/parsed.ts';

/** A name and its value, as they stand in a query or a form; a name may come several times. */
export type Pair = readonly [string, string];

export interface Resource {
  /** The segments of the path, not encoded, such as `v3`, `domains`, `mg.example.com`, `webhooks`. */
  readonly segments: readonly string[];
  readonly query?: readonly Pair[];
}

/**
 * The URL of a resource. The path of the finished URL must be the one that was meant: `..` survives percent-encoding
 * and is resolved by every URL parser, and would turn `/v3/domains/../webhooks` into another route of the API.
 * Credentials in the base URL are left behind: got would send them.
 */
export function requestUrl(baseUrl: string, { segments, query = [] }: Resource): Parsed<URL> {
  const base = new URL(baseUrl);
  const path = `${base.pathname.replace(/\/$/, '')}/${segments.map(encodeURIComponent).join('/')}`;
  const url = new URL(`${base.origin}${path}`);
  url.search = formEncode(query);
  const exact = url.pathname === path && url.origin === base.origin && !segments.includes('');
  return exact ? { value: url } : { problem: `${JSON.stringify(segments)} cannot be the path of a request` };
}

/** `application/x-www-form-urlencoded`; got's own option would join repeated names with commas. */
export function formEncode(pairs: readonly Pair[]): string {
  const fields = new URLSearchParams();
  for (const [name, value] of pairs) fields.append(name, value);
  return fields.toString();
}
