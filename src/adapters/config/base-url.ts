import { isLoopback } from '../../model/loopback.ts';
import { parseUrl } from '../../model/parse-url.ts';
import type { Parsed } from '../../model/parsed.ts';

/**
 * Checks the origin that requests, and with them the API key, are sent to. Unencrypted http is for this machine only.
 * Gives the origin without a trailing slash.
 */
export function parseBaseUrl(text: string): Parsed<string> {
  const url = /[\s\p{Cc}]/u.test(text) ? undefined : parseUrl(text);
  if (url === undefined) return { problem: 'the base URL cannot be parsed: expected https://host' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { problem: 'the base URL does not start with https://' };
  }
  if (!/^([a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(url.hostname)) {
    return { problem: 'the host of the base URL is not a name or an address' };
  }
  if (/[@?#]/.test(text))
    return { problem: "the base URL has a user, '?' or '#': expected https://host alone" };
  if (url.pathname !== '/') return { problem: 'the base URL has a path: expected https://host alone' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problem: 'the base URL is http: the API key would be sent unencrypted, expected https://' };
  }
  return { value: url.origin };
}
