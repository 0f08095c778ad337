import type { DomainName } from '../../model/domain-name.ts';
import { EVENT_TYPES } from '../../model/event-type.ts';
import { buildWebhooks, type Webhooks } from '../../model/webhooks.ts';
import { DOMAIN, EVENT, shapesOf, type UrlPlace } from './url-shape.ts';

export interface DomainWebhooks {
  readonly domain: DomainName;
  readonly webhooks: Webhooks;
}

/**
 * Writes URLs with `{domain}` and `{event}` where that is no accident: `{domain}` where at least two domains have the
 * same shape, `{event}` where at least two event types do. Of the shapes of a URL that pass, the one with the most uses
 * in the account is taken, so a URL that others share as it is stays as it is.
 */
export function generalise<T extends DomainWebhooks>(domains: readonly T[]): readonly T[] {
  const uses = countUses(domains);
  return domains.map((each) => ({
    ...each,
    webhooks: buildWebhooks((eventType) =>
      each.webhooks[eventType]?.map((url) => bestShape({ url, domain: each.domain, eventType }, uses)),
    ),
  }));
}

/** How often a shape is used, and whether by more than one domain and event type. */
interface Uses {
  count: number;
  readonly first: UrlPlace;
  hasDomains: boolean;
  hasEventTypes: boolean;
}

function countUses(domains: readonly DomainWebhooks[]): ReadonlyMap<string, Uses> {
  const uses = new Map<string, Uses>();
  for (const place of places(domains)) {
    for (const shape of shapesOf(place)) {
      const found = uses.get(shape);
      if (found === undefined) {
        uses.set(shape, { count: 1, first: place, hasDomains: false, hasEventTypes: false });
        continue;
      }
      found.count += 1;
      found.hasDomains ||= found.first.domain !== place.domain;
      found.hasEventTypes ||= found.first.eventType !== place.eventType;
    }
  }
  return uses;
}

function* places(domains: readonly DomainWebhooks[]): Generator<UrlPlace> {
  for (const { domain, webhooks } of domains) {
    for (const eventType of EVENT_TYPES) {
      for (const url of webhooks[eventType] ?? []) yield { url, domain, eventType };
    }
  }
}

function bestShape(place: UrlPlace, uses: ReadonlyMap<string, Uses>): string {
  let best = { shape: place.url, count: 0 };
  for (const shape of shapesOf(place)) {
    const found = uses.get(shape);
    if (found === undefined || isAccident(shape, found)) continue;
    if (found.count > best.count) best = { shape, count: found.count };
  }
  return best.shape;
}

function isAccident(shape: string, { hasDomains, hasEventTypes }: Uses): boolean {
  return (shape.includes(DOMAIN) && !hasDomains) || (shape.includes(EVENT) && !hasEventTypes);
}
