import type { DomainName } from '../../model/domain-name.ts';
import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import type { Webhooks } from '../../model/webhooks.ts';
import type { DomainWebhooks } from './generalise.ts';

/** What is folded: a domain with its webhooks, and event types that no template may name for it. */
export interface FoldableDomain extends DomainWebhooks {
  readonly closed: readonly EventType[];
}

/** Domains with the same webhooks. */
export interface Group {
  readonly webhooks: Webhooks;
  readonly closed: readonly EventType[];
  /** Equal for equal groups, and different for different ones. */
  readonly signature: string;
  readonly domains: readonly DomainName[];
}

/** Groups domains with the same webhooks, the largest group first. The order of the input does not matter. */
export function groupAlike(domains: readonly FoldableDomain[]): readonly Group[] {
  const groups = new Map<string, { group: FoldableDomain; names: DomainName[] }>();
  for (const each of domains) {
    const signature = signatureOf(each);
    const found = groups.get(signature) ?? { group: each, names: [] };
    found.names.push(each.domain);
    groups.set(signature, found);
  }
  return [...groups]
    .map(([signature, { group, names }]) => ({
      webhooks: group.webhooks,
      closed: group.closed,
      signature,
      domains: names.sort(),
    }))
    .sort((a, b) => b.domains.length - a.domains.length || (a.signature < b.signature ? -1 : 1));
}

/** URLs hold no white space. */
function signatureOf({ webhooks, closed }: FoldableDomain): string {
  const lists = EVENT_TYPES.map((eventType) => (webhooks[eventType] ?? []).join(' '));
  return [...lists, closed.join(' ')].join('\n');
}
