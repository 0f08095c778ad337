import { invalidParameter } from '../api-error.ts';
import type { Behaviour } from '../behaviour.ts';
import { type Fields, firstField } from '../form-fields.ts';
import type { ReceivedRequest } from '../received-request.ts';
import type { DomainRecord } from '../world.ts';
import { type Outcome, read, refused } from './outcome.ts';

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 1000;
const STATES: ReadonlySet<string> = new Set(['active', 'unverified', 'disabled']);

type Order = (a: DomainRecord, b: DomainRecord) => number;

const byName: Order = (a, b) => (a.name < b.name ? -1 : 1);

/** Documented orders; without `sort` the newest domain is first. */
const ORDERS: ReadonlyMap<string, Order> = new Map<string, Order>([
  ['', (a, b) => b.createdMs - a.createdMs],
  ['name', byName],
  ['name:asc', byName],
  ['name:desc', (a, b) => byName(b, a)],
]);

/**
 * `GET /v4/domains` and `GET /v3/domains`. With `X-Mailgun-On-Behalf-Of`, the domains of that subaccount. That a
 * value out of range is a 400 is a guess; `authority` is accepted and does nothing.
 */
export function listDomains(
  request: ReceivedRequest,
  behaviour: Behaviour,
  domains: readonly DomainRecord[],
): Outcome {
  const { query } = request;
  const limit = wholeNumber(query, 'limit', LIMIT_DEFAULT);
  const skip = wholeNumber(query, 'skip', 0);
  const state = firstField(query, 'state') ?? '';
  const sort = firstField(query, 'sort') ?? '';
  const order = ORDERS.get(sort);
  const refuse = (field: string) =>
    refused(invalidParameter(field, firstField(query, field) ?? ''), behaviour);
  if (limit === undefined || limit < 1 || limit > LIMIT_MAX) return refuse('limit');
  if (skip === undefined) return refuse('skip');
  if (order === undefined) return refuse('sort');
  if (state !== '' && !STATES.has(state)) return refuse('state');
  const found = domains.filter((domain) => isListed(domain, request)).sort(order);
  const items = found.slice(skip, skip + limit).map(shownDomain);
  return read({ total_count: found.length, items });
}

function wholeNumber(query: Fields, name: string, fallback: number): number | undefined {
  const text = firstField(query, name) ?? '';
  if (text === '') return fallback;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function isListed(domain: DomainRecord, { query, headers }: ReceivedRequest): boolean {
  const state = firstField(query, 'state') ?? '';
  const search = (firstField(query, 'search') ?? '').toLowerCase();
  const ofThisAccount = domain.subaccount === headers['x-mailgun-on-behalf-of'];
  return (
    (ofThisAccount || firstField(query, 'include_subaccounts') === 'true') &&
    (state === '' || domain.state === state) &&
    domain.name.includes(search)
  );
}

/** Field names and their order: vendor OpenAPI document and recorded answers of 2025. */
function shownDomain(domain: DomainRecord): unknown {
  const disabled = domain.state === 'disabled';
  return {
    created_at: new Date(domain.createdMs).toUTCString(),
    id: domain.id,
    is_disabled: disabled,
    name: domain.name,
    require_tls: false,
    skip_verification: false,
    smtp_login: `postmaster@${domain.name}`,
    spam_action: 'disabled',
    ...(domain.subaccount === undefined ? {} : { subaccount_id: domain.subaccount }),
    state: domain.state,
    type: domain.name.startsWith('sandbox') ? 'sandbox' : 'custom',
    use_automatic_sender_security: false,
    web_prefix: 'email',
    web_scheme: 'https',
    wildcard: false,
    ...(disabled ? { disabled: DISABLED } : {}),
    encrypt_incoming_message: false,
    message_ttl: 259_200,
  };
}

const DISABLED = { code: 'blocked', note: 'disabled by the seed', permanently: true, reason: 'disabled' };
