import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import type { Webhooks } from '../../model/webhooks.ts';
import { type Nameable, uniqueNames } from './name-list.ts';
import type { SharedWebhooks } from './template-choice.ts';
import { hostWord } from './url-words.ts';

/** The template that most domains start from. */
const MOST_USED = 'standard';

/** The template that asks for nothing, for domains that share nothing with others where there is a default one. */
export const BLANK = 'blank';

/** What a set of event types is about; the first row that holds all of them names it. A mixed set is named after its host. */
const KINDS: readonly (readonly [string, readonly EventType[]])[] = [
  ['failures', ['temporary_fail', 'permanent_fail']],
  ['bounces', ['temporary_fail', 'permanent_fail', 'complained']],
  ['suppressions', ['temporary_fail', 'permanent_fail', 'complained', 'unsubscribed']],
  ['engagement', ['opened', 'clicked', 'unsubscribed']],
  ['delivery', ['accepted', 'delivered', 'temporary_fail', 'permanent_fail', 'complained', 'unsubscribed']],
];

/** Names templates, the most used first: `standard`, then what each is about, or where it goes; after the prefix. */
export function nameTemplates(
  templates: readonly SharedWebhooks[],
  prefix = '',
): ReadonlyMap<SharedWebhooks, string> {
  const [first, ...others] = templates;
  const taken = [MOST_USED, BLANK].map((name) => `${prefix}${name}`);
  const named = uniqueNames(
    others.map((template) => nameable(template, prefix)),
    taken,
  );
  return new Map([...(first === undefined ? [] : [[first, `${prefix}${MOST_USED}`] as const]), ...named]);
}

function nameable(template: SharedWebhooks, prefix: string): Nameable<SharedWebhooks> {
  const kind = kindOf(template.webhooks);
  const host = mainHost(template.webhooks);
  const candidates = kind === undefined ? [host, `${host}-events`] : [kind, `${kind}-${host}`];
  return { item: template, candidates: candidates.map((candidate) => `${prefix}${candidate}`) };
}

function kindOf(webhooks: Webhooks): string | undefined {
  const named = EVENT_TYPES.filter((eventType) => webhooks[eventType] !== undefined);
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  if (named.length === EVENT_TYPES.length) return 'everything';
  return KINDS.find(([, all]) => named.every((eventType) => all.includes(eventType)))?.[0];
}

/** The host that gets the most of a template; of equals, the first by name. */
function mainHost(webhooks: Webhooks): string {
  const counts = new Map<string, number>();
  for (const eventType of EVENT_TYPES) {
    for (const url of webhooks[eventType] ?? []) {
      counts.set(hostWord(url), (counts.get(hostWord(url)) ?? 0) + 1);
    }
  }
  const [main] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return main?.[0] ?? '';
}
