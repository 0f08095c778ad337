import type { Emulator } from '../../src/emulator/emulator.ts';
import { EVENT_TYPES } from '../../src/model/event-type.ts';

type Hooks = Readonly<Record<string, readonly string[]>>;

/** What was lost on the way from the first state of each domain to `after`: promise 7, in sentences. */
export function lostOnTheWay(emulator: Emulator, before: Readonly<Record<string, Hooks>>): readonly string[] {
  return Object.entries(before).flatMap(([domain, first]) => {
    const last = emulator.webhooks(domain);
    const states = emulator.history().filter((change) => change.domain === domain);
    return [first, ...states.map(({ webhooks }) => webhooks)].flatMap((now) =>
      EVENT_TYPES.flatMap((eventType) =>
        lost(now[eventType] ?? [], first[eventType] ?? [], last[eventType] ?? []),
      ),
    );
  });
}

function lost(now: readonly string[], old: readonly string[], next: readonly string[]): readonly string[] {
  const missing = old.filter((url) => next.includes(url) && !now.includes(url));
  const empty = old.length > 0 && next.length > 0 && now.length === 0 ? ['every URL'] : [];
  return [...missing, ...empty, ...(now.length > 3 ? ['the limit of three'] : [])];
}
