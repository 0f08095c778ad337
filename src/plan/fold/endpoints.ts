import { EVENT_TYPES } from '../../model/event-type.ts';
import { buildWebhooks, type Webhooks } from '../../model/webhooks.ts';
import type { FoldedEndpoint } from './folded.ts';
import { uniqueNames } from './name-list.ts';
import { hostOf, hostWord, pathWords } from './url-words.ts';

/** Names for the URLs that are written at more than one place, and a way to write webhooks with them. */
export interface Endpoints {
  /** Sorted by name. */
  readonly list: readonly FoldedEndpoint[];
  /** The same webhooks with names in place of URLs. */
  shorten(webhooks: Webhooks): Webhooks;
}

/** Each name begins with the prefix. */
export function nameEndpoints(written: Iterable<Webhooks>, prefix = ''): Endpoints {
  const places = new Map<string, number>();
  for (const webhooks of written) {
    for (const eventType of EVENT_TYPES) {
      for (const url of webhooks[eventType] ?? []) places.set(url, (places.get(url) ?? 0) + 1);
    }
  }
  const shared = [...places].flatMap(([url, count]) => (count > 1 ? [url] : [])).sort();
  const names = uniqueNames(
    shared.map((url) => ({ item: url, candidates: candidatesOf(url).map((name) => `${prefix}${name}`) })),
  );
  return {
    list: [...names].map(([url, name]) => ({ name, url })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    shorten: (webhooks) =>
      buildWebhooks((eventType) => webhooks[eventType]?.map((url) => names.get(url) ?? url)),
  };
}

/** For `https://crm.example.com/v1/mailgun/bounces`: `crm`, `crm-bounces`, `crm-mailgun-bounces`, and with the host. */
function candidatesOf(url: string): readonly string[] {
  const words = pathWords(url);
  const word = hostWord(url);
  const host = hostOf(url);
  return [word, [word, ...words.slice(-1)], [word, ...words], host, [host, ...words]].map((parts) =>
    [parts].flat().join('-'),
  );
}
