import { type Call, eventTypesOf } from '../../../src/model/call.ts';
import { webhooksAfter } from '../../../src/model/call-effect.ts';
import { EVENT_TYPES, type EventType } from '../../../src/model/event-type.ts';
import type { Webhooks } from '../../../src/model/webhooks.ts';
import type { Pair } from './arbitrary-tables.ts';

export interface Ordered extends Pair {
  readonly pinned?: readonly string[];
  /** Whether it is wrong, too, to lose a URL of an event type before all that come have come. */
  readonly gapless?: boolean;
}

/** What a sequence of calls does that it must not, in words; nothing if it is as it should be. */
export function breaches(
  { from, to, pinned = [], gapless = false }: Ordered,
  calls: readonly Call[],
): readonly string[] {
  const found: string[] = [];
  let state = from;
  for (const [index, call] of calls.entries()) {
    const before = state;
    const refusal = refusalOf(before, call);
    if (refusal !== undefined) found.push(`call ${index}: ${refusal}`);
    if (namesPinned(call, pinned)) found.push(`call ${index} names a pinned URL`);
    state = webhooksAfter(before, call);
    const broken = [...brokenIn({ from, to }, state), ...(gapless ? gapsIn({ from, to }, state) : [])];
    found.push(...broken.map((what) => `after call ${index}: ${what}`));
  }
  return [
    ...found,
    ...EVENT_TYPES.filter((each) => !isSame(state, to, each)).map((each) => `${each} ends wrong`),
  ];
}

/** Why Mailgun would refuse the call in this state. */
function refusalOf(state: Webhooks, call: Call): string | undefined {
  const has = (eventType: EventType) => (state[eventType] ?? []).length > 0;
  const hasUrl = (url: string) => EVENT_TYPES.some((eventType) => state[eventType]?.includes(url));
  switch (call.kind) {
    case 'v3-create':
      return has(call.eventType) ? 'creates what is there' : undefined;
    case 'v3-update':
    case 'v3-delete':
      return has(call.eventType) ? undefined : 'changes what is not there';
    case 'v4-create':
      return eventTypesOf(call).some((each) => state[each]?.includes(call.url))
        ? 'adds what is there'
        : emptyOf(call);
    case 'v4-update':
      return hasUrl(call.url) ? emptyOf(call) : 'moves a URL that is not there';
    case 'v4-delete':
      if (call.urls.some((url) => url.includes(','))) return 'a comma ends a URL';
      return call.urls.every(hasUrl) && call.urls.length > 0 ? undefined : 'removes what is not there';
  }
}

function emptyOf(call: Call): string | undefined {
  return eventTypesOf(call).length === 0 ? 'names no event type' : undefined;
}

function namesPinned(call: Call, pinned: readonly string[]): boolean {
  if (call.kind === 'v4-update') return pinned.includes(call.url);
  return call.kind === 'v4-delete' && call.urls.some((url) => pinned.includes(url));
}

function brokenIn({ from, to }: Pair, state: Webhooks): readonly string[] {
  return EVENT_TYPES.flatMap((eventType) => {
    const [old = [], next = [], now = []] = [from[eventType], to[eventType], state[eventType]];
    const lost = old.filter((url) => next.includes(url) && !now.includes(url));
    const stray = now.filter((url) => !old.includes(url) && !next.includes(url));
    return [
      ...lost.map((url) => `${eventType} lost ${url}`),
      ...stray.map((url) => `${eventType} got ${url}, which nobody asked for`),
      ...(now.length > 3 ? [`${eventType} has too many`] : []),
      ...(old.length > 0 && next.length > 0 && now.length === 0 ? [`${eventType} is empty`] : []),
    ];
  });
}

function gapsIn({ from, to }: Pair, state: Webhooks): readonly string[] {
  return EVENT_TYPES.filter((eventType) => {
    const [old = [], next = [], now = []] = [from[eventType], to[eventType], state[eventType]];
    const isLost = old.some((url) => !now.includes(url));
    return isLost && next.some((url) => !now.includes(url));
  }).map((eventType) => `${eventType} lost a URL before all that come had come`);
}

function isSame(a: Webhooks, b: Webhooks, eventType: EventType): boolean {
  return [...(a[eventType] ?? [])].sort().join(' ') === [...(b[eventType] ?? [])].sort().join(' ');
}
