import { EVENT_TYPES } from '../model/event-type.ts';

/** The URLs of one domain by the name of the webhook, in the order they were added. A name without URLs is absent. */
export type HookTable = ReadonlyMap<string, readonly string[]>;

const RANK: ReadonlyMap<string, number> = new Map(EVENT_TYPES.map((name, index) => [name, index]));

/** The table with the URLs of one webhook replaced, and its names in the order Mailgun answers them. */
export function withHook(hooks: HookTable, name: string, urls: readonly string[]): HookTable {
  const changed = new Map(hooks);
  if (urls.length === 0) changed.delete(name);
  else changed.set(name, urls);
  return inAnswerOrder(changed);
}

/** The eight event types in their order, then all other names as they were added. */
export function inAnswerOrder(hooks: HookTable): HookTable {
  const rank = (name: string) => RANK.get(name) ?? EVENT_TYPES.length;
  return new Map([...hooks].sort(([a], [b]) => rank(a) - rank(b)));
}

export function hookRecord(hooks: HookTable): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(hooks);
}
