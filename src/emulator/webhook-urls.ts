import { parseUrl } from '../model/parse-url.ts';
import { URLS_PER_EVENT_TYPE_MAX } from '../model/webhooks.ts';
import { type ApiError, badRequest, invalidParameter, missingParameter, tooManyUrls } from './api-error.ts';
import type { Behaviour } from './behaviour.ts';

export type CheckedUrls = { readonly urls: readonly string[] } | { readonly error: ApiError };

/** The `url` fields of a v3 call, as they would be stored, or why the whole call is refused. */
export function checkUrls(sent: readonly string[], eventType: string, behaviour: Behaviour): CheckedUrls {
  const given = sent.filter((url) => url !== '');
  if (given.length === 0) return { error: missingParameter('url') };
  const problem = given.map((url) => urlProblem(url, behaviour)).find((text) => text !== undefined);
  if (problem !== undefined) return { error: badRequest(problem) };
  const stored = given.map((url) => storedUrl(url, behaviour));
  const repeated = stored.find((url, index) => stored.indexOf(url) < index);
  if (repeated !== undefined && behaviour.duplicateUrls === 'reject') {
    return { error: invalidParameter('url', `duplicate urls: '${repeated}'`) };
  }
  const urls = behaviour.duplicateUrls === 'store' ? stored : [...new Set(stored)];
  return urls.length > URLS_PER_EVENT_TYPE_MAX ? { error: tooManyUrls(eventType, 400) } : { urls };
}

/** Mailgun looks the host up while it handles the write (vendor OpenAPI document, 400 of the v3 POST). */
export function urlProblem(url: string, behaviour: Behaviour): string | undefined {
  const host = parseUrl(url)?.hostname ?? '';
  if (!/^https?:\/\//i.test(url)) return `${url} is not a valid url: invalid URL scheme`;
  if (host === '' || behaviour.unresolvableHosts.includes(host))
    return `${url} is not a valid url: host not found`;
  return undefined;
}

export function storedUrl(url: string, behaviour: Behaviour): string {
  return behaviour.storedUrls === 'normalised' ? (parseUrl(url)?.href ?? url) : url;
}
