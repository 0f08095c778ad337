import type { Call } from './call.ts';
import { EVENT_TYPES } from './event-type.ts';
import { buildWebhooks, sameUrls, type Webhooks } from './webhooks.ts';

/**
 * The webhooks of a domain after a call that Mailgun accepts (vendor's OpenAPI document and recorded traffic of 2023
 * and 2026). Pure prediction: whether Mailgun would accept the call is not asked here.
 */
export function webhooksAfter(before: Webhooks, call: Call): Webhooks {
  return buildWebhooks((eventType) => {
    const had = before[eventType] ?? [];
    const urls = urlsAfterCall(call, had, (names) => names.includes(eventType));
    return urls.length === 0 ? undefined : urls;
  });
}

/** Whether `now` shows that a call was carried out: each event type that it changes is as predicted. */
export function showsEffect(call: Call, before: Webhooks, now: Webhooks): boolean {
  const predicted = webhooksAfter(before, call);
  const changed = EVENT_TYPES.filter((each) => !sameUrls(before[each] ?? [], predicted[each] ?? []));
  return changed.length > 0 && changed.every((each) => sameUrls(now[each] ?? [], predicted[each] ?? []));
}

function urlsAfterCall(
  call: Call,
  had: readonly string[],
  isNamed: (eventTypes: readonly string[]) => boolean,
): readonly string[] {
  switch (call.kind) {
    case 'v3-create':
    case 'v3-update':
      return isNamed([call.eventType]) ? call.urls : had;
    case 'v3-delete':
      return isNamed([call.eventType]) ? [] : had;
    case 'v4-create':
      return isNamed(call.eventTypes) ? [...had, call.url] : had;
    case 'v4-update':
      return isNamed(call.eventTypes) ? [...had, call.url] : had.filter((url) => url !== call.url);
    case 'v4-delete':
      return had.filter((url) => !call.urls.includes(url));
  }
}
