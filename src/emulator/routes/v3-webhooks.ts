import { isEventType, LEGACY_EVENT_NAMES } from '../../model/event-type.ts';
import { badRequest, missingParameter, unknownEventType, WEBHOOK_NOT_FOUND } from '../api-error.ts';
import { firstField } from '../form-fields.ts';
import { withHook } from '../hook-table.ts';
import { checkUrls } from '../webhook-urls.ts';
import { type DomainCall, type Outcome, read, refused, written } from './outcome.ts';
import { shownHook, shownHooks, shownUrls } from './shown-hooks.ts';

/** `GET /v3/domains/{domain}/webhooks` */
export function listHooks(call: DomainCall): Outcome {
  return read(shownHooks(call, call.hooks));
}

/** `GET /v3/domains/{domain}/webhooks/{event}` */
export function getHook(call: DomainCall): Outcome {
  const name = eventTypeInPath(call);
  if (!(isEventType(name) || LEGACY_EVENT_NAMES.has(name)))
    return refused(unknownEventType(name, call.behaviour), call.behaviour);
  const urls = call.hooks.get(name);
  if (urls === undefined) return refused(WEBHOOK_NOT_FOUND, call.behaviour);
  return read({ webhook: shownHook(call, name, urls) });
}

/** `POST /v3/domains/{domain}/webhooks`: refused if the event type has any URL; never merges. */
export function createHook(call: DomainCall): Outcome {
  const { request, behaviour, hooks } = call;
  const name = firstField(request.fields, 'id') ?? '';
  if (name === '') return refused(missingParameter('id'), behaviour);
  if (!isEventType(name)) return refused(unknownEventType(name, behaviour), behaviour);
  const checked = checkUrls(request.fields.get('url') ?? [], name, behaviour);
  if ('error' in checked) return refused(checked.error, behaviour);
  if (hooks.has(name)) return refused(badRequest(behaviour.existsMessage), behaviour);
  return changed(call, { message: 'Webhook has been created', name, urls: checked.urls });
}

/** `PUT /v3/domains/{domain}/webhooks/{event}`: replaces the whole list. */
export function updateHook(call: DomainCall): Outcome {
  const { request, behaviour, hooks } = call;
  const name = eventTypeInPath(call);
  if (!isEventType(name)) return refused(unknownEventType(name, behaviour), behaviour);
  const checked = checkUrls(request.fields.get('url') ?? [], name, behaviour);
  if ('error' in checked) return refused(checked.error, behaviour);
  if (!hooks.has(name) && behaviour.putAbsent === 'not-found') return refused(WEBHOOK_NOT_FOUND, behaviour);
  return changed(call, { message: 'Webhook has been updated', name, urls: checked.urls });
}

/** `DELETE /v3/domains/{domain}/webhooks/{event}`: removes all URLs, and answers with them. */
export function deleteHook(call: DomainCall): Outcome {
  const { behaviour, hooks } = call;
  const name = eventTypeInPath(call);
  if (!isEventType(name)) return refused(unknownEventType(name, behaviour), behaviour);
  const urls = hooks.get(name);
  if (urls === undefined && behaviour.deleteAbsent === 'not-found')
    return refused(WEBHOOK_NOT_FOUND, behaviour);
  const value = { message: 'Webhook has been deleted', webhook: { urls: shownUrls(call, urls ?? []) } };
  return urls === undefined ? read(value) : written(value, withHook(hooks, name, []));
}

function eventTypeInPath({ request }: DomainCall): string {
  return request.segments[4] ?? '';
}

interface ChangedHook {
  readonly message: string;
  readonly name: string;
  readonly urls: readonly string[];
}

function changed(call: DomainCall, { message, name, urls }: ChangedHook): Outcome {
  const value = { message, webhook: { urls: shownUrls(call, urls) } };
  return written(value, withHook(call.hooks, name, urls));
}
