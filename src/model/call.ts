import type { DomainKey } from './domain-state.ts';
import type { EventType } from './event-type.ts';

/**
 * One HTTP request to Mailgun that carries out part of a plan. A domain is a table of event types by URLs: a v3 call
 * sets one column of it, a v4 call one row, or removes rows.
 *
 * | kind        | request                                        | effect                                               |
 * |-------------|------------------------------------------------|------------------------------------------------------|
 * | `v3-create` | `POST /v3/domains/{domain}/webhooks`           | sets the URLs of the event type; refused if it has any |
 * | `v3-update` | `PUT /v3/domains/{domain}/webhooks/{event}`    | replaces the URLs of the event type; 404 if it has none |
 * | `v3-delete` | `DELETE /v3/domains/{domain}/webhooks/{event}` | removes all URLs of the event type; 404 if it has none |
 * | `v4-create` | `POST /v4/domains/{domain}/webhooks`           | adds the URL to event types; refused if one has it    |
 * | `v4-update` | `PUT /v4/domains/{domain}/webhooks`            | the URL has these event types and no others; 404 if the domain does not have it |
 * | `v4-delete` | `DELETE /v4/domains/{domain}/webhooks`         | removes the URLs from all event types                 |
 */
export type Call = ColumnCall | RowCall;

/** A v3 call. */
export type ColumnCall = SetColumn | ClearColumn;

/** A v4 call. */
export type RowCall = SetRow | RemoveRows;

interface SetColumn extends DomainKey {
  readonly kind: 'v3-create' | 'v3-update';
  readonly eventType: EventType;
  readonly urls: readonly string[];
}

interface ClearColumn extends DomainKey {
  readonly kind: 'v3-delete';
  readonly eventType: EventType;
}

interface SetRow extends DomainKey {
  readonly kind: 'v4-create' | 'v4-update';
  readonly url: string;
  /** In Mailgun's order, at least one. */
  readonly eventTypes: readonly EventType[];
}

interface RemoveRows extends DomainKey {
  readonly kind: 'v4-delete';
  /** Sorted; none holds a comma, which would end the URL in the query. */
  readonly urls: readonly string[];
}

export type CallKind = Call['kind'];

export const CALL_KINDS = [
  'v3-create',
  'v3-update',
  'v3-delete',
  'v4-create',
  'v4-update',
  'v4-delete',
] as const satisfies readonly CallKind[];

export function isRowCall(call: Call): call is RowCall {
  return call.kind === 'v4-create' || call.kind === 'v4-update' || call.kind === 'v4-delete';
}

/**
 * Whether the call only adds: it removes nothing that it finds, so it loses no event however old the reading is that it
 * was made from. A v3 one is refused where the event type has URLs, a v4 one where the URL is there already or would be
 * the fourth. All others replace or remove what they find.
 */
export function isAdditive(call: Call): boolean {
  return call.kind === 'v3-create' || call.kind === 'v4-create';
}

/** The request line of a call, such as `PUT /v3/domains/mg.example.com/webhooks/clicked`. */
export function callRequest(call: Call): string {
  switch (call.kind) {
    case 'v3-create':
      return `POST /v3/domains/${call.domain}/webhooks`;
    case 'v3-update':
      return `PUT /v3/domains/${call.domain}/webhooks/${call.eventType}`;
    case 'v3-delete':
      return `DELETE /v3/domains/${call.domain}/webhooks/${call.eventType}`;
    case 'v4-create':
      return `POST /v4/domains/${call.domain}/webhooks`;
    case 'v4-update':
      return `PUT /v4/domains/${call.domain}/webhooks`;
    case 'v4-delete':
      return `DELETE /v4/domains/${call.domain}/webhooks`;
  }
}

/** The event types a call names; a removal of rows names none. */
export function eventTypesOf(call: Call): readonly EventType[] {
  if (call.kind === 'v4-delete') return [];
  return 'eventType' in call ? [call.eventType] : call.eventTypes;
}
