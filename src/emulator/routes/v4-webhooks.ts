import { isEventType } from '../../model/event-type.ts';
import { URLS_PER_EVENT_TYPE_MAX } from '../../model/webhooks.ts';
import {
  type ApiError,
  badRequest,
  invalidParameter,
  missingParameter,
  tooManyUrls,
  unknownEventType,
  WEBHOOK_NOT_FOUND,
} from '../api-error.ts';
import { firstField } from '../form-fields.ts';
import { type HookTable, withHook } from '../hook-table.ts';
import { storedUrl, urlProblem } from '../webhook-urls.ts';
import { type DomainCall, type Outcome, refused, written } from './outcome.ts';
import { shownHooks } from './shown-hooks.ts';

/** `POST /v4/domains/{domain}/webhooks`: adds one URL to event types and leaves other URLs alone. */
export function addUrl(call: DomainCall): Outcome {
  const wish = readWish(call);
  if ('error' in wish) return refused(wish.error, call.behaviour);
  return settle(call, addedTo(call, call.hooks, wish));
}

/** `PUT /v4/domains/{domain}/webhooks`: the event types of one URL become these and no others. */
export function moveUrl(call: DomainCall): Outcome {
  const wish = readWish(call);
  if ('error' in wish) return refused(wish.error, call.behaviour);
  const has = [...call.hooks.values()].some((urls) => urls.includes(wish.url));
  if (!has && call.behaviour.v4PutAbsent === 'not-found') return refused(WEBHOOK_NOT_FOUND, call.behaviour);
  const leaving = [...call.hooks.keys()].filter((name) => !wish.eventTypes.includes(name));
  const left = leaving.reduce((hooks, name) => withoutUrls(hooks, name, [wish.url]), call.hooks);
  const arriving = wish.eventTypes.filter((name) => !call.hooks.get(name)?.includes(wish.url));
  return settle(call, addedTo(call, left, { url: wish.url, eventTypes: arriving }));
}

/** `DELETE /v4/domains/{domain}/webhooks?url=u1,u2`: removes URLs, split at commas, from every event type. */
export function removeUrls(call: DomainCall): Outcome {
  const { request, behaviour, hooks } = call;
  const sent = request.query.get('url') ?? [];
  const read = behaviour.v4DeleteRepeated === 'first' ? sent.slice(0, 1) : sent;
  const listed = read.flatMap((list) => (behaviour.v4DeleteCommas === 'list' ? list.split(',') : [list]));
  const urls = listed.filter((url) => url !== '').map((url) => storedUrl(url, behaviour));
  if (urls.length === 0) return refused(missingParameter('url'), behaviour);
  const known = new Set([...hooks.values()].flat());
  if (behaviour.v4DeleteUnknown === 'not-found' && urls.some((url) => !known.has(url))) {
    return refused(WEBHOOK_NOT_FOUND, behaviour);
  }
  const left = [...hooks.keys()].reduce((table, name) => withoutUrls(table, name, urls), hooks);
  return written(shownHooks(call, left), left);
}

interface Wish {
  readonly url: string;
  readonly eventTypes: readonly string[];
}

/** The fields of a POST or PUT, or what is wrong with them. */
function readWish({ request, behaviour }: DomainCall): Wish | { readonly error: ApiError } {
  const url = firstField(request.fields, 'url') ?? '';
  const eventTypes = request.fields.get('event_types') ?? [];
  if (url === '') return { error: missingParameter('url') };
  if (eventTypes.length === 0) return { error: missingParameter('event_types') };
  const problem = urlProblem(url, behaviour);
  if (problem !== undefined) return { error: badRequest(`invalid parameters: ${problem}`) };
  const unknown = eventTypes.find((name) => !isEventType(name));
  if (unknown !== undefined) return { error: unknownEventType(unknown, behaviour) };
  const repeated = eventTypes.find((name, index) => eventTypes.indexOf(name) < index);
  if (repeated !== undefined) {
    return { error: invalidParameter('event_types', `duplicate event types: '${repeated}'`) };
  }
  return { url: storedUrl(url, behaviour), eventTypes };
}

/** The table with as many pairs added as can be, and the first refusal. */
interface Attempt {
  readonly hooks: HookTable;
  readonly error?: ApiError;
}

function addedTo({ behaviour }: DomainCall, start: HookTable, { url, eventTypes }: Wish): Attempt {
  let hooks = start;
  let error: ApiError | undefined;
  for (const name of eventTypes) {
    const urls = hooks.get(name) ?? [];
    if (urls.includes(url)) {
      error ??= badRequest(`Webhook for event type '${name}' with URL '${url}' already exists`);
    } else if (urls.length >= URLS_PER_EVENT_TYPE_MAX) {
      error ??= tooManyUrls(name, behaviour.v4LimitStatus);
    } else {
      hooks = withHook(hooks, name, [...urls, url]);
    }
  }
  return error === undefined ? { hooks } : { hooks, error };
}

function settle(call: DomainCall, { hooks, error }: Attempt): Outcome {
  if (error === undefined) return written(shownHooks(call, hooks), hooks);
  const refusal = refused(error, call.behaviour);
  return call.behaviour.v4Partial === 'apply-what-fits' ? { ...refusal, hooks } : refusal;
}

function withoutUrls(hooks: HookTable, name: string, removed: readonly string[]): HookTable {
  const urls = hooks.get(name) ?? [];
  const kept = urls.filter((url) => !removed.includes(url));
  return kept.length === urls.length ? hooks : withHook(hooks, name, kept);
}
