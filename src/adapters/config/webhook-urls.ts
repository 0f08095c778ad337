import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import { fillEvent } from '../../model/webhook-url.ts';
import type { Endpoint, WebhooksEntry } from './config-file.gen.ts';
import type { NamedEntries } from './named-entries.ts';
import { type Origin, type Report, type ValuePath, valueOrigin } from './origin.ts';
import type { SourceFile } from './source-file.ts';
import { didYouMean, didYouMeanOneOf } from './suggestion.ts';
import { type CompiledUrl, compileUrl } from './url-pattern.ts';
import type { Variables } from './variables.ts';

/** One URL of one event type: `{event}` and variables are filled in, `{domain}` is still open. */
export interface UrlUse {
  readonly pattern: string;
  /** Where it is written, be it as a URL or as the name of an endpoint. */
  readonly origin: Origin;
}

/** The URLs of a template or of a domain; an event type with an empty list must have none. */
export type CompiledWebhooks = ReadonlyMap<EventType, readonly UrlUse[]>;

/** What the URLs of a `webhooks` map may refer to. */
export interface UrlContext {
  readonly endpoints: NamedEntries<Endpoint>;
  /** URLs of the endpoints that are right. */
  readonly endpointUrls: ReadonlyMap<string, string>;
  readonly variables: Variables;
  readonly report: Report;
}

/** Where a `webhooks` map stands. */
export interface WebhooksPlace {
  readonly file: SourceFile;
  readonly path: ValuePath;
}

/** Compiles every URL of a `webhooks` map once, for all domains that use it. Reports what is wrong and leaves it out. */
export function compileWebhooks(
  webhooks: WebhooksEntry,
  place: WebhooksPlace,
  context: UrlContext,
): CompiledWebhooks {
  const compiled = new Map<EventType, readonly UrlUse[]>();
  for (const eventType of EVENT_TYPES) {
    const urls = webhooks[eventType];
    if (urls === undefined) continue;
    const uses = writtenUrls(urls, place, eventType).flatMap(({ text, origin }) => {
      const pattern = resolveUrl(text, origin, context);
      return pattern === undefined ? [] : [{ pattern: fillEvent(pattern, eventType), origin }];
    });
    reportRepeated(uses, eventType, context.report);
    compiled.set(eventType, uses);
  }
  return compiled;
}

/** A URL or the name of an endpoint, where it is written. */
export interface WrittenUrl {
  readonly text: string;
  readonly origin: Origin;
}

/** The URLs of one event type as they are written: one alone or a list. */
export function writtenUrls(
  urls: string | readonly (string | undefined)[],
  { file, path }: WebhooksPlace,
  eventType: EventType,
): readonly WrittenUrl[] {
  if (typeof urls === 'string') return [{ text: urls, origin: valueOrigin(file, ...path, eventType) }];
  return urls.flatMap((text, index) =>
    text === undefined ? [] : [{ text, origin: valueOrigin(file, ...path, eventType, index) }],
  );
}

/** No URL looks like a name, as every URL has a colon. */
export function isEndpointName(text: string): boolean {
  return /^[\w.-]+$/.test(text);
}

function resolveUrl(text: string, at: Origin, context: UrlContext): string | undefined {
  const { endpoints, endpointUrls, report } = context;
  if (isEndpointName(text)) {
    if (endpoints.isMissing(text)) report({ at, ...unknownEndpoint(text, endpoints) });
    return endpointUrls.get(text);
  }
  const url: CompiledUrl = compileUrl(text, context.variables);
  if ('pattern' in url) return url.pattern;
  report({ at, message: url.problem, hint: url.hint });
  return undefined;
}

function unknownEndpoint(
  name: string,
  { entries }: NamedEntries<Endpoint>,
): { readonly message: string; readonly hint: () => string | undefined } {
  const hint = () => {
    const names = [...entries.keys()];
    const forgottenScheme = name.includes('.') ? `write https://${name} if it is a URL` : undefined;
    return didYouMean(name, names) ?? forgottenScheme ?? didYouMeanOneOf(name, names);
  };
  return { message: `unknown endpoint '${name}'`, hint };
}

function reportRepeated(uses: readonly UrlUse[], eventType: EventType, report: Report): void {
  const firsts = new Map<string, UrlUse>();
  for (const use of uses) {
    const first = firsts.get(use.pattern);
    if (first === undefined) firsts.set(use.pattern, use);
    else {
      report({
        at: use.origin,
        message: `'${eventType}' has the same URL twice`,
        first: first.origin,
        hint: () => 'keep one of them: a URL receives an event once',
      });
    }
  }
}
