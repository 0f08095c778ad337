import type { DomainKey } from './domain-state.ts';
import type { EventType } from './event-type.ts';

/**
 * One HTTP request to Mailgun that carries out part of a plan.
 *
 * | kind        | request                                        | effect on the event type                   |
 * |-------------|------------------------------------------------|--------------------------------------------|
 * | `v3-create` | `POST /v3/domains/{domain}/webhooks`            | sets its URLs; refused if it has any        |
 * | `v3-update` | `PUT /v3/domains/{domain}/webhooks/{event}`     | replaces its URLs; 404 if it has none       |
 * | `v3-delete` | `DELETE /v3/domains/{domain}/webhooks/{event}`  | removes all its URLs; 404 if it has none    |
 */
export type Call = V3Write | V3Delete;

interface V3Write extends DomainKey {
  readonly kind: 'v3-create' | 'v3-update';
  readonly eventType: EventType;
  readonly urls: readonly string[];
}

interface V3Delete extends DomainKey {
  readonly kind: 'v3-delete';
  readonly eventType: EventType;
}

/** The request line of a call, such as `PUT /v3/domains/mg.example.com/webhooks/clicked`. */
export function callRequest(call: Call): string {
  const webhooks = `/v3/domains/${call.domain}/webhooks`;
  switch (call.kind) {
    case 'v3-create':
      return `POST ${webhooks}`;
    case 'v3-update':
      return `PUT ${webhooks}/${call.eventType}`;
    case 'v3-delete':
      return `DELETE ${webhooks}/${call.eventType}`;
  }
}
