import type { DomainKey, ReadDomain, UnknownHook } from '../../model/domain-state.ts';
import type { EventType } from '../../model/event-type.ts';
import { EVENT_TYPES } from '../../model/event-type.ts';
import { parseWebhookUrl } from '../../model/webhook-url.ts';
import { buildWebhooks, URLS_PER_EVENT_TYPE_MAX, type Webhooks } from '../../model/webhooks.ts';

/** An event type that has webhooks which a configuration cannot say; it is left alone as a whole. */
export interface LeftOut {
  readonly eventType: EventType;
  readonly urls: readonly string[];
  /** Why, such as `it has 4 URLs, and a configuration takes 3`. */
  readonly problem: string;
}

/** A domain as it was read, divided into what a configuration can say and what it cannot. */
export interface ImportableDomain extends DomainKey {
  readonly webhooks: Webhooks;
  readonly leftOut: readonly LeftOut[];
  readonly unknownHooks: readonly UnknownHook[];
}

export function importableDomain({ account, domain, webhooks, unknownHooks }: ReadDomain): ImportableDomain {
  const leftOut = EVENT_TYPES.flatMap((eventType) => {
    const urls = webhooks[eventType] ?? [];
    const problem = whyLeftOut(urls);
    return problem === undefined ? [] : [{ eventType, urls, problem }];
  });
  const isLeftOut = (eventType: EventType) => leftOut.some((one) => one.eventType === eventType);
  return {
    account,
    domain,
    webhooks: buildWebhooks((eventType) => (isLeftOut(eventType) ? undefined : webhooks[eventType])),
    leftOut,
    unknownHooks,
  };
}

function whyLeftOut(urls: readonly string[]): string | undefined {
  if (urls.length > URLS_PER_EVENT_TYPE_MAX) {
    return `it has ${urls.length} URLs, and a configuration takes ${URLS_PER_EVENT_TYPE_MAX}`;
  }
  return urls.map(whyUnwritable).find((problem) => problem !== undefined);
}

/** Why a configuration cannot say a URL that Mailgun has; `undefined` if it can. */
function whyUnwritable(url: string): string | undefined {
  const parsed = parseWebhookUrl(url);
  if ('problem' in parsed) return parsed.problem;
  // Code points that no text file holds, such as one half of a surrogate pair.
  if (/\p{C}/u.test(url)) return 'the URL contains a character that a text file cannot hold';
  if (/\$MGHOOKS_VAR_/.test(url)) return 'the URL contains what looks like a variable of a configuration';
  return undefined;
}
