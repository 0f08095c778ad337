import type { Call } from '../model/call.ts';
import type { Change } from '../model/change.ts';

/**
 * The calls that carry out the changes of one domain, one v3 call each: what has to be there comes first, what goes
 * comes last. Every call sets one event type in one step, so no URL that stays is ever missing from its event type.
 */
export function compileCalls(changes: readonly Change[]): readonly Call[] {
  const rank = { create: 0, update: 1, delete: 2 } as const;
  return [...changes].sort((a, b) => rank[a.kind] - rank[b.kind]).map(callFor);
}

export function callFor(change: Change): Call {
  switch (change.kind) {
    case 'create':
      return { kind: 'v3-create', ...change.key, urls: change.to };
    case 'update':
      return { kind: 'v3-update', ...change.key, urls: change.to };
    case 'delete':
      return { kind: 'v3-delete', ...change.key };
  }
}
