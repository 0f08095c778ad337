import { type DomainKey, domainText } from './domain-state.ts';
import type { EventType } from './event-type.ts';
import { buildWebhooks, sameUrls, urlsWithout, type Webhooks } from './webhooks.ts';

/** What a change is about: the webhook of one event type of one domain. */
export interface WebhookKey extends DomainKey {
  readonly eventType: EventType;
}

/** The key as text, for maps; names of event types hold no space. */
export function webhookText(key: WebhookKey): string {
  return `${domainText(key)} ${key.eventType}`;
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

/** What a domain has once changes of it are carried out; both are actual states. */
export function webhooksWith(webhooks: Webhooks, changes: readonly Change[]): Webhooks {
  const changed = new Map(changes.map((change) => [change.key.eventType, urlsAfter(change)]));
  return buildWebhooks((eventType) => {
    const urls = changed.get(eventType) ?? webhooks[eventType];
    return urls?.length === 0 ? undefined : urls;
  });
}

/** What has to be there comes before what has to go. */
export function additionsFirst(changes: readonly Change[]): readonly Change[] {
  const rank = { create: 0, update: 1, delete: 2 } as const;
  return [...changes].sort((a, b) => rank[a.kind] - rank[b.kind]);
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
