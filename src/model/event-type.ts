/**
 * The eight event types a Mailgun webhook can have, in the order Mailgun lists them.
 * Source: vendor OpenAPI document, schema of `GET /v3/domains/{domain}/webhooks`, and recorded answers of 2026.
 */
export const EVENT_TYPES = [
  'accepted',
  'delivered',
  'opened',
  'clicked',
  'unsubscribed',
  'complained',
  'temporary_fail',
  'permanent_fail',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/**
 * Names of the webhooks that Mailgun retired in 2023, and today's event type for each.
 * `bounce` and `drop` both became `permanent_fail` (vendor help article 14048832145051).
 */
export const LEGACY_EVENT_NAMES: ReadonlyMap<string, EventType> = new Map([
  ['bounce', 'permanent_fail'],
  ['click', 'clicked'],
  ['deliver', 'delivered'],
  ['drop', 'permanent_fail'],
  ['open', 'opened'],
  ['spam', 'complained'],
  ['unsubscribe', 'unsubscribed'],
]);

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

export function isEventType(name: string): name is EventType {
  return KNOWN.has(name);
}
