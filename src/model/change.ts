import type { DomainKey } from './domain-state.ts';
import type { EventType } from './event-type.ts';
import { sameUrls, urlsWithout } from './webhooks.ts';

/** What a change is about: the webhook of one event type of one domain. */
export interface WebhookKey extends DomainKey {
  readonly eventType: EventType;
}

/** A decision, as data. URL lists are in canonical form: sorted, unique, 1 to 3. */
export type Change =
  | { readonly kind: 'create'; readonly key: WebhookKey; readonly to: readonly string[] }
  | {
      readonly kind: 'update';
      readonly key: WebhookKey;
      readonly from: readonly string[];
      readonly to: readonly string[];
    }
  | { readonly kind: 'delete'; readonly key: WebhookKey; readonly from: readonly string[] };

export function urlsBefore(change: Change): readonly string[] {
  return change.kind === 'create' ? [] : change.from;
}

export function urlsAfter(change: Change): readonly string[] {
  return change.kind === 'delete' ? [] : change.to;
}

/** URLs that no longer receive the event type after the change: deliveries that would be lost. */
export function removedUrls(change: Change): readonly string[] {
  return urlsWithout(urlsBefore(change), urlsAfter(change));
}

/** The change from one list of URLs to another, or none if they are the same. Both are in canonical form. */
export function changeBetween(
  key: WebhookKey,
  from: readonly string[],
  to: readonly string[],
): Change | undefined {
  if (from.length === 0) return to.length === 0 ? undefined : { kind: 'create', key, to };
  if (to.length === 0) return { kind: 'delete', key, from };
  return sameUrls(from, to) ? undefined : { kind: 'update', key, from, to };
}
