import { type Answer, textAnswer } from './answer.ts';
import { DOMAIN_NOT_FOUND, errorAnswer, FORBIDDEN, noSuchRoute } from './api-error.ts';
import type { Behaviour } from './behaviour.ts';
import type { HookTable } from './hook-table.ts';
import type { ReceivedRequest } from './received-request.ts';
import { listDomains } from './routes/domain-list.ts';
import type { DomainRoute, Outcome } from './routes/outcome.ts';
import { readTracking } from './routes/tracking.ts';
import { createHook, deleteHook, getHook, listHooks, updateHook } from './routes/v3-webhooks.ts';
import { addUrl, moveUrl, removeUrls } from './routes/v4-webhooks.ts';
import type { DomainRecord, World } from './world.ts';

/** All routes below a domain. A path is matched by its parts; `*` is any part that is not empty. */
const DOMAIN_ROUTES: ReadonlyMap<string, Readonly<Record<string, DomainRoute>>> = new Map([
  ['v3/domains/*/webhooks', { GET: listHooks, POST: createHook }],
  ['v3/domains/*/webhooks/*', { GET: getHook, PUT: updateHook, DELETE: deleteHook }],
  ['v4/domains/*/webhooks', { POST: addUrl, PUT: moveUrl, DELETE: removeUrls }],
  ['v3/domains/*/tracking', { GET: readTracking }],
]);

const DOMAIN_LISTS: ReadonlySet<string> = new Set(['v3/domains', 'v4/domains']);

export interface RouteOptions {
  readonly request: ReceivedRequest;
  readonly behaviour: Behaviour;
  readonly world: World;
  /** The webhooks of a domain, as this request may see them. */
  readonly hooksOf: (domain: string) => HookTable;
}

/** What a route decided, and about which domain. */
export interface Routed extends Outcome {
  readonly domain?: string;
}

export function route(options: RouteOptions): Routed {
  const { request, behaviour, world } = options;
  const pattern = patternOf(request.segments);
  if (DOMAIN_LISTS.has(pattern)) {
    return request.method === 'GET'
      ? listDomains(request, behaviour, world.domains())
      : { answer: noSuchRoute(behaviour.wrongMethodStatus) };
  }
  const methods = DOMAIN_ROUTES.get(pattern);
  if (methods === undefined) return { answer: noSuchRoute() };
  const run = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (run === undefined) return { answer: noSuchRoute(behaviour.wrongMethodStatus) };
  return routeToDomain(options, run);
}

function routeToDomain({ request, behaviour, world, hooksOf }: RouteOptions, run: DomainRoute): Routed {
  const sent = request.segments[2] ?? '';
  const domain = world.domain(behaviour.domainCase === 'insensitive' ? sent.toLowerCase() : sent);
  if (domain === undefined || !isVisible(domain, request, behaviour)) {
    return { answer: errorAnswer(DOMAIN_NOT_FOUND, behaviour) };
  }
  if (domain.state === 'disabled' && behaviour.disabledDomains === 'reject') {
    return { answer: errorAnswer(FORBIDDEN, behaviour) };
  }
  const outcome = run({ request, behaviour, domain, hooks: hooksOf(domain.name) });
  return { ...outcome, domain: domain.name };
}

/** A subaccount sees its own domains; the parent sees its own, and with the switch those of its subaccounts. */
function isVisible(domain: DomainRecord, request: ReceivedRequest, behaviour: Behaviour): boolean {
  const onBehalfOf = request.headers['x-mailgun-on-behalf-of'];
  return (
    domain.subaccount === onBehalfOf ||
    (onBehalfOf === undefined && behaviour.subaccountWithoutHeader === 'allow')
  );
}

function patternOf(segments: readonly string[]): string {
  return segments
    .map((segment, index) => ((index === 2 || index === 4) && segment !== '' ? '*' : segment))
    .join('/');
}

/**
 * Paths that never reach the API.
 *
 * | path                        | answer                              | source                         |
 * |-----------------------------|-------------------------------------|--------------------------------|
 * | no version in front         | 200 text `Mailgun Magnificent API`  | vendor Node SDK, reports       |
 * | `/v3/domain/...` (singular) | 200 `application/octet-stream`, empty | reports                      |
 */
export function strayAnswer(segments: readonly string[]): Answer | undefined {
  if (!/^v\d$/.test(segments[0] ?? '')) return magnificentAnswer();
  return segments[1] === 'domain' ? textAnswer(200, 'application/octet-stream', '') : undefined;
}

export function magnificentAnswer(): Answer {
  return textAnswer(200, 'text/plain; charset=utf-8', 'Mailgun Magnificent API');
}
