import { type Answer, jsonAnswer } from './answer.ts';
import type { Behaviour } from './behaviour.ts';

/** A refusal of the API, in both spellings: the recorded one and that of the vendor's OpenAPI document. */
export interface ApiError {
  readonly status: number;
  /** The text on the wire, in `{"message":...}`. */
  readonly message: string;
  /** The body that the OpenAPI document prints, where it differs from `{"message":...}`. */
  readonly openApi?: Readonly<Record<string, string>>;
}

export function errorAnswer(error: ApiError, behaviour: Behaviour): Answer {
  const printed = behaviour.errorShape === 'openapi' ? error.openApi : undefined;
  return jsonAnswer(error.status, printed ?? { message: error.message });
}

export const DOMAIN_NOT_FOUND: ApiError = { status: 404, message: 'Domain not found' };

export const FORBIDDEN: ApiError = { status: 403, message: 'Forbidden' };

export const WEBHOOK_NOT_FOUND: ApiError = {
  status: 404,
  message: 'Webhook not found',
  openApi: { Description: 'Webhook not found' },
};

export function badRequest(reason: string): ApiError {
  return { status: 400, message: reason, openApi: { Reason: reason } };
}

/** Rendered as the vendor's published framework does. */
export function missingParameter(field: string): ApiError {
  return { status: 400, message: `Missing mandatory parameter: ${field}`, openApi: { Field: field } };
}

export function invalidParameter(field: string, value: string): ApiError {
  return {
    status: 400,
    message: `Invalid parameter: ${field} ${value}`,
    openApi: { Field: field, Value: value },
  };
}

/** The text is the documented one of `/v1/webhooks`; the status on v3 and v4 is unknown. */
export function unknownEventType(name: string, behaviour: Behaviour): ApiError {
  const text = `event_type '${name}' is invalid`;
  return { status: behaviour.unknownEventTypeStatus, message: text, openApi: { Description: text } };
}

/** The text is the documented one of `/v1/webhooks`, where the status is 409. */
export function tooManyUrls(eventType: string, status: number): ApiError {
  const text = `unable to add more than 3 urls for event type ${eventType}`;
  return { status, message: text, openApi: status === 409 ? { Description: text } : { Reason: text } };
}

/** The literal answer of Mailgun's gateway to a path that no route matches. */
export function noSuchRoute(status: 404 | 405 = 404): Answer {
  return jsonAnswer(status, { error: 'not found' });
}
