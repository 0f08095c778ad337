import { EVENT_TYPES, LEGACY_EVENT_NAMES } from '../../model/event-type.ts';
import type { Behaviour } from '../behaviour.ts';
import { type HookTable, inAnswerOrder } from '../hook-table.ts';
import type { DomainCall } from './outcome.ts';

/** The body of a list: `{"webhooks":{"accepted":{"urls":[...]},...}}`. */
export function shownHooks(call: DomainCall, hooks: HookTable): unknown {
  const shown = new Map<string, unknown>();
  for (const [name, urls] of listedHooks(hooks, call.behaviour)) shown.set(name, shownHook(call, name, urls));
  return { webhooks: Object.fromEntries(shown) };
}

/** A webhook on its own. Legacy webhooks have a `url`, all others `urls`. */
export function shownHook(call: DomainCall, name: string, urls: readonly string[] | undefined): unknown {
  if (urls === undefined) return absentHook(call.behaviour);
  if (LEGACY_EVENT_NAMES.has(name)) return { url: urls[0] };
  return { urls: shownUrls(call, urls) };
}

/** The URLs in the order the behaviour asks for. */
export function shownUrls({ request, behaviour }: DomainCall, urls: readonly string[]): readonly string[] {
  const first = behaviour.urlOrder === 'rotating' ? request.id % Math.max(1, urls.length) : 0;
  return [...urls.slice(first), ...urls.slice(0, first)];
}

function listedHooks(
  hooks: HookTable,
  { absentEventTypes }: Behaviour,
): Iterable<readonly [string, readonly string[] | undefined]> {
  if (absentEventTypes === 'omit') return inAnswerOrder(hooks);
  const all = new Map<string, readonly string[] | undefined>(EVENT_TYPES.map((name) => [name, undefined]));
  for (const [name, urls] of hooks) all.set(name, urls);
  return all;
}

function absentHook({ absentEventTypes }: Behaviour): unknown {
  switch (absentEventTypes) {
    case 'null-urls':
      return { urls: null };
    case 'empty-urls':
      return { urls: [] };
    case 'empty-object':
      return {};
    default:
      return null;
  }
}
