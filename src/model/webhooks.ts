import { EVENT_TYPES, type EventType } from './event-type.ts';

/**
 * The URLs of a domain's event types. Keys stand in Mailgun's order, URLs are sorted and unique, so that two equal
 * values are deeply equal. In the actual state an event type without URLs is absent; in the desired state `[]` means
 * that the event type must have none, and absent that the configuration does not name it.
 */
export type Webhooks = { readonly [E in EventType]?: readonly string[] };

/** URLs an event type may have (vendor documentation: up to three unique URLs). */
export const URLS_PER_EVENT_TYPE_MAX = 3;

/** Sorted by code unit and without repetitions: the one spelling of a set of URLs. */
export function urlSet(urls: Iterable<string>): readonly string[] {
  return [...new Set(urls)].sort();
}

export function sameUrls(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((url, index) => url === b[index]);
}

/** Whether all event types have the same URLs; both are in canonical form. */
export function sameWebhooks(a: Webhooks, b: Webhooks): boolean {
  return EVENT_TYPES.every((eventType) => sameUrls(a[eventType] ?? [], b[eventType] ?? []));
}

/**
 * Equal to `webhooks`, with the lists of `known` where those are equal, and `known` itself where all of them are: what
 * many domains have should be in memory once, though it is both wanted and read.
 */
export function sharingWith(known: Webhooks, webhooks: Webhooks): Webhooks {
  const shared: { [E in EventType]?: readonly string[] } = {};
  for (const eventType of EVENT_TYPES) {
    const urls = webhooks[eventType];
    const same = known[eventType];
    if (urls !== undefined) shared[eventType] = same !== undefined && sameUrls(urls, same) ? same : urls;
  }
  return EVENT_TYPES.every((eventType) => shared[eventType] === known[eventType]) ? known : shared;
}

export function urlsWithout(urls: readonly string[], removed: readonly string[]): readonly string[] {
  return urls.filter((url) => !removed.includes(url));
}

/** Builds a `Webhooks` value in canonical form; `urlsOf` answers `undefined` for an event type to leave out. */
export function buildWebhooks(urlsOf: (eventType: EventType) => Iterable<string> | undefined): Webhooks {
  const built: { [E in EventType]?: readonly string[] } = {};
  for (const eventType of EVENT_TYPES) {
    const urls = urlsOf(eventType);
    if (urls !== undefined) built[eventType] = urlSet(urls);
  }
  return built;
}

/** Deliveries: pairs of an event type and a URL that would receive its events. */
export function countDeliveries(webhooks: Webhooks): number {
  return EVENT_TYPES.reduce((sum, eventType) => sum + (webhooks[eventType]?.length ?? 0), 0);
}
