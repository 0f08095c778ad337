import type { DomainName } from './domain-name.ts';
import type { EventType } from './event-type.ts';
import { parseUrl } from './parse-url.ts';
import type { Parsed } from './parsed.ts';

const LENGTH_MAX = 2048;

/**
 * Checks the URL of a webhook and gives it back unchanged: Mailgun stores and compares URLs as exact strings, so
 * nothing is normalised, not even a trailing slash.
 */
export function parseWebhookUrl(text: string): Parsed<string> {
  if (text.length > LENGTH_MAX) return { problem: `the URL is longer than ${LENGTH_MAX} characters` };
  const forbidden = /[\s\p{Cc}\p{Cf}<>"\\^`{|}]/u.exec(text);
  if (forbidden)
    return { problem: `the URL contains ${JSON.stringify(forbidden[0])}, which must be percent-encoded` };
  if (!/^https?:\/\//i.test(text)) return { problem: 'the URL does not start with https:// or http://' };
  if (parseUrl(text) === undefined)
    return { problem: 'the URL cannot be parsed: expected https://host/path' };
  return { value: text };
}

/**
 * Fills `{domain}` in; what a pattern leaves open until a domain of the account matches it. There may be hundreds of
 * thousands of such URLs: `join` makes one text of each, where `replaceAll` keeps a tree of its parts.
 */
export function fillDomain(url: string, domain: DomainName): string {
  return url.split('{domain}').join(domain);
}

/** Fills `{event}` in with the name of the event type, such as `permanent_fail`. */
export function fillEvent(url: string, eventType: EventType): string {
  return url.replaceAll('{event}', eventType);
}
