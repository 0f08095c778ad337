import type { DomainName } from '../../model/domain-name.ts';
import type { EventType } from '../../model/event-type.ts';

/** A URL on an event type of a domain. */
export interface UrlPlace {
  readonly url: string;
  readonly domain: DomainName;
  readonly eventType: EventType;
}

export const DOMAIN = '{domain}';
export const EVENT = '{event}';

/** Room for what `{domain}` and `{event}` of a shape may become: a URL has 2048 characters at most. */
const SHAPED_LENGTH_MAX = 1024;
const PLACEHOLDERS_MAX = 8;

/**
 * The ways to write a URL so that filling in the domain and the event type gives it back: with both placeholders, with
 * either, and as it is, which comes last. A placeholder takes the place of whole parts only.
 *
 * | part             | `{domain}`                           | `{event}`  |
 * |------------------|--------------------------------------|------------|
 * | the host         | is it, or ends with it after a dot   | is a label |
 * | a path segment   | is it                                | is it      |
 * | a query value    | is it                                | is it      |
 */
export function shapesOf({ url, domain, eventType }: UrlPlace): readonly string[] {
  const isPlain = !(url.includes(domain) || url.includes(eventType));
  if (isPlain || url.length > SHAPED_LENGTH_MAX) return [url];
  const withDomain = withPlaceholder(url, domain, DOMAIN);
  const both = withPlaceholder(withDomain, eventType, EVENT);
  const withEvent = withPlaceholder(url, eventType, EVENT);
  const shapes = [both, withDomain, withEvent].filter(hasFewPlaceholders);
  return [...new Set([...shapes, url])];
}

function hasFewPlaceholders(shape: string): boolean {
  return shape.split('{').length <= PLACEHOLDERS_MAX + 1;
}

function withPlaceholder(url: string, word: string, placeholder: string): string {
  if (!url.includes(word)) return url;
  const match = /^([a-z]+:\/\/)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(url);
  if (!match) return url;
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = match;
  const swap = (part: string) => (part === word ? placeholder : part);
  const segments = path.split('/').map(swap).join('/');
  const pairs = query.replace(/(?<==)[^&]*/g, swap);
  return `${scheme}${swapHost(authority, word, placeholder)}${segments}${pairs}${fragment}`;
}

function swapHost(authority: string, word: string, placeholder: string): string {
  const hostStart = authority.lastIndexOf('@') + 1;
  const [, host = '', port = ''] = /^(.*?)(:\d+)?$/s.exec(authority.slice(hostStart)) ?? [];
  return `${authority.slice(0, hostStart)}${swapLabels(host, word, placeholder)}${port}`;
}

function swapLabels(host: string, word: string, placeholder: string): string {
  if (placeholder === EVENT) {
    const labels = host.split('.').map((label) => (label === word ? placeholder : label));
    return labels.join('.');
  }
  const rest = host.slice(0, -word.length);
  const fits = host.endsWith(word) && (rest === '' || rest.endsWith('.'));
  return fits ? `${rest}${placeholder}` : host;
}
