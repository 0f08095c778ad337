import type { WriteApi } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import { additionsFirst, type Change, changeBetween } from '../model/change.ts';
import type { DomainKey } from '../model/domain-state.ts';
import { EVENT_TYPES, type EventType } from '../model/event-type.ts';
import { URLS_PER_EVENT_TYPE_MAX, urlSet, type Webhooks } from '../model/webhooks.ts';
import { shortestCalls } from './calls/shortest-calls.ts';
import { tableOf } from './calls/table.ts';

/** What has to become of the webhooks of one domain. */
export interface CallTask {
  readonly key: DomainKey;
  readonly from: Webhooks;
  /** The whole table, event types that stay as they are included. */
  readonly to: Webhooks;
  /** URLs of hooks under unknown names: no v4-update or v4-delete may name them, for it would change those too. */
  readonly pinned: readonly string[];
  readonly api: WriteApi;
}

export type CompiledCalls =
  | {
      readonly kind: 'calls';
      /** In the order in which they have to be sent, one after the other. */
      readonly calls: readonly Call[];
      /** As many calls the v3 API alone would take: one for each event type that differs. */
      readonly v3Alone: number;
    }
  | {
      readonly kind: 'conflict';
      /** Event types that cannot be as asked. */
      readonly eventTypes: readonly EventType[];
      /** One sentence without a full stop. */
      readonly reason: string;
    };

/**
 * The shortest sequence of calls that makes `to` of `from`, such that after every one of them
 *
 * - a URL that is in both is on its event type, and an event type with URLs in both is not empty;
 * - a URL is on an event type only if it is so in `from` or in `to`;
 * - no event type has more than three URLs.
 *
 * Pure: equal tasks give equal calls, in whatever order their URLs stand. docs/fewest-calls.md tells how and why.
 */
export function compileCalls(task: CallTask): CompiledCalls {
  const changes = changesOf(task);
  const overfull = changes.filter(
    (change) => change.kind !== 'delete' && change.to.length > URLS_PER_EVENT_TYPE_MAX,
  );
  if (overfull.length > 0) return conflictOf(overfull.map(({ key }) => key.eventType));
  const alone = callsOfV3(changes);
  return { kind: 'calls', calls: task.api === 'v3' ? alone : fewest(task, alone), v3Alone: alone.length };
}

/** The v3 call of one change. */
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

function changesOf({ key: { account, domain }, from, to }: CallTask): readonly Change[] {
  return EVENT_TYPES.flatMap((eventType) => {
    const key = { account, domain, eventType };
    return changeBetween(key, urlSet(from[eventType] ?? []), urlSet(to[eventType] ?? [])) ?? [];
  });
}

function conflictOf(eventTypes: readonly EventType[]): CompiledCalls {
  const names = eventTypes.map((eventType) => `'${eventType}'`).join(', ');
  return {
    kind: 'conflict',
    eventTypes,
    reason: `an event type has at most ${URLS_PER_EVENT_TYPE_MAX} URLs, and more are asked for on ${names}`,
  };
}

/**
 * One v3 call a change: what has to be there comes first, what goes comes last. Always possible, for every call sets
 * one event type in one step.
 */
function callsOfV3(changes: readonly Change[]): readonly Call[] {
  return additionsFirst(changes).map(callFor);
}

/** The search needs a table that Mailgun can hold: what it would make of a v4 call on four URLs, nobody knows. */
function fewest(task: CallTask, alone: readonly Call[]): readonly Call[] {
  const isOverfull = EVENT_TYPES.some(
    (eventType) => urlSet(task.from[eventType] ?? []).length > URLS_PER_EVENT_TYPE_MAX,
  );
  if (alone.length === 0 || isOverfull) return alone;
  const { account, domain } = task.key;
  const found = shortestCalls({ table: tableOf(task), key: { account, domain }, callsMax: alone.length });
  return found.calls ?? alone;
}
