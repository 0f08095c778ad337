import { type HookTable, withHook } from '../hook-table.ts';
import { changedExchange, type FaultEffect } from './fault-effect.ts';

/** The answer says that all is done, and nothing is. */
export function ignoreWrite(): FaultEffect {
  return changedExchange((exchange) => ({ ...exchange, commit: () => undefined }));
}

/** Of each webhook that changes, only the first URL is stored. */
export function partialWrite(): FaultEffect {
  return changedExchange((exchange) => ({
    ...exchange,
    commit: (domain, hooks) => exchange.commit(domain, firstUrls(exchange.hooksOf(domain), hooks)),
  }));
}

function firstUrls(before: HookTable, after: HookTable): HookTable {
  const changed = [...after].filter(([name, urls]) => before.get(name) !== urls);
  return changed.reduce((table, [name, urls]) => withHook(table, name, urls.slice(0, 1)), after);
}
