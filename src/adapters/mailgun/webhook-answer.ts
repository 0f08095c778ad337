import type { UnknownHook } from '../../model/domain-state.ts';
import { type EventType, isEventType } from '../../model/event-type.ts';
import type { Parsed } from '../../model/parsed.ts';
import { buildWebhooks, urlSet, type Webhooks } from '../../model/webhooks.ts';
import { isJsonObject } from './json-body.ts';

export interface WebhookList {
  readonly webhooks: Webhooks;
  /** Hooks under any other name, legacy names included, sorted by name. */
  readonly unknownHooks: readonly UnknownHook[];
}

/**
 * The answer to a list: `{"webhooks": {"clicked": {"urls": ["https://…"]}}}`. `webhooks` must be there and be an object;
 * anything else is no proof that a domain has no webhooks.
 */
export function decodeWebhookList(json: unknown): Parsed<WebhookList> {
  const hooks = isJsonObject(json) ? json['webhooks'] : undefined;
  if (!isJsonObject(hooks)) return { problem: "it has no object 'webhooks'" };
  const found = new Map<string, readonly string[]>();
  for (const [name, hook] of Object.entries(hooks)) {
    const urls = decodeUrls(hook);
    if (urls === undefined)
      return { problem: `the URLs of its webhook ${JSON.stringify(name)} are not strings` };
    if (urls.length > 0) found.set(name, urls);
  }
  const unknownHooks = [...found]
    .filter(([name]) => !isEventType(name))
    .map(([name, urls]) => ({ name, urls: urlSet(urls) }));
  return {
    value: {
      webhooks: buildWebhooks((eventType) => found.get(eventType)),
      unknownHooks: unknownHooks.sort((a, b) => (a.name < b.name ? -1 : 1)),
    },
  };
}

/** The answer to a v3 write: `{"message": "…", "webhook": {"urls": ["https://…"]}}`, the URLs of that event type. */
export function decodeWebhook(json: unknown, eventType: EventType): Parsed<Webhooks> {
  const hook = isJsonObject(json) ? json['webhook'] : undefined;
  const urls = isJsonObject(hook) ? decodeUrls(hook) : undefined;
  if (urls === undefined) return { problem: "it has no object 'webhook' with URLs" };
  return { value: buildWebhooks((each) => (each === eventType && urls.length > 0 ? urls : undefined)) };
}

/**
 * The URLs of one webhook, `undefined` if it has another shape.
 *
 * | shape                                        | URLs                     |
 * |----------------------------------------------|--------------------------|
 * | `null`, `{}`, `{"urls": null}`, `{"urls": []}` | none                     |
 * | `{"urls": ["a", "b"]}`                        | these                    |
 * | `{"url": "a"}` (webhooks from before 2023)    | that one                 |
 * | `{"url": "a", "urls": ["b"]}`                 | both                     |
 */
function decodeUrls(hook: unknown): readonly string[] | undefined {
  if (hook === null) return [];
  if (!isJsonObject(hook)) return undefined;
  // Fields, but none that we know: another shape, which proves nothing.
  if (Object.keys(hook).length > 0 && !('urls' in hook || 'url' in hook)) return undefined;
  const urls = hook['urls'] ?? [];
  const url = hook['url'] ?? '';
  if (!Array.isArray(urls) || typeof url !== 'string') return undefined;
  const all: readonly unknown[] = url === '' ? urls : [url, ...urls];
  return all.every(isNonEmptyString) ? all : undefined;
}

function isNonEmptyString(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
