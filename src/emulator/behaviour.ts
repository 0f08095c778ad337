/**
 * How the emulator answers where nobody has seen or documented how Mailgun does. The defaults are the likeliest
 * answers; a client must be right under all of them.
 */
export interface Behaviour {
  /** Error bodies: `message` as in recorded traffic, `openapi` as printed in the vendor's OpenAPI document. */
  readonly errorShape: 'message' | 'openapi';
  /** Body of a 401: `text` is `Forbidden` (recorded), `json` is `Invalid private key` (OpenAPI document). */
  readonly unauthorizedBody: 'text' | 'json';
  /** Text of the 400 for a v3 POST on an event type that has a webhook. */
  readonly existsMessage: string;
  /** A v3 PUT on an event type without a webhook: 404, or it creates one. */
  readonly putAbsent: 'not-found' | 'upsert';
  /** A v3 DELETE on an event type without a webhook: 404, or 200 as if there had been one. */
  readonly deleteAbsent: 'not-found' | 'ok';
  /** The same URL twice in one v3 call. */
  readonly duplicateUrls: 'dedupe' | 'store' | 'reject';
  /** Status for a name that is not an event type. */
  readonly unknownEventTypeStatus: 400 | 404;
  /** Order of URLs in answers: as they were added, or starting elsewhere with every request. */
  readonly urlOrder: 'insertion' | 'rotating';
  /** Event types without a webhook in a list: left out, `null`, `{}`, `{"urls":null}` or `{"urls":[]}`. */
  readonly absentEventTypes: 'omit' | 'null' | 'empty-object' | 'null-urls' | 'empty-urls';
  /** URLs are stored as sent, or as a URL parser would spell them (`https://A.example` as `https://a.example/`). */
  readonly storedUrls: 'exact' | 'normalised';
  /** Hosts that do not resolve: a URL with one of them is refused with `host not found`. Lower case. */
  readonly unresolvableHosts: readonly string[];
  /** What shares one rate window: requests with one key (subaccounts included), all, or one subaccount of a key. */
  readonly rateScope: 'key' | 'account' | 'subaccount';
  /** Headers that tell how many requests are left; none were ever recorded on webhook calls. */
  readonly rateHeaders:
    | 'none'
    | 'x-ratelimit-seconds'
    | 'x-ratelimit-milliseconds'
    | 'x-request-milliseconds';
  /** What the key may do: everything, read, or only send messages. */
  readonly keyRole: 'admin' | 'read-only' | 'sending';
  /** Status for a key that may only send messages. */
  readonly sendingKeyStatus: 401 | 403;
  /** A v4 POST or PUT of which a part cannot be done: nothing is done, or what can be; it is refused either way. */
  readonly v4Partial: 'all-or-nothing' | 'apply-what-fits';
  /** Status of a v4 call that would give an event type a fourth URL. */
  readonly v4LimitStatus: 400 | 409;
  /** A v4 DELETE of a URL that the domain does not have. */
  readonly v4DeleteUnknown: 'ignore' | 'not-found';
  /** A v4 DELETE with several `url` parameters: the first one counts, or all do. */
  readonly v4DeleteRepeated: 'first' | 'all';
  /** A comma in the `url` of a v4 DELETE: it parts two URLs (documented), or it is a character like any other. */
  readonly v4DeleteCommas: 'list' | 'literal';
  /** A v4 PUT of a URL that the domain does not have: 404 (an example of the vendor), or it adds the URL. */
  readonly v4PutAbsent: 'not-found' | 'upsert';
  /** A domain of a subaccount, asked for with the parent's key and without `X-Mailgun-On-Behalf-Of`. */
  readonly subaccountWithoutHeader: 'not-found' | 'allow';
  /** Calls to a disabled domain: as to any other, or 403. */
  readonly disabledDomains: 'allow' | 'reject';
  /** Status for a method that a path does not have. */
  readonly wrongMethodStatus: 404 | 405;
  /** Whether `MG.example.com` in a path is `mg.example.com`. */
  readonly domainCase: 'insensitive' | 'sensitive';
}

export const DEFAULT_BEHAVIOUR: Behaviour = {
  errorShape: 'message',
  unauthorizedBody: 'text',
  existsMessage: 'Webhook already exists',
  putAbsent: 'not-found',
  deleteAbsent: 'not-found',
  duplicateUrls: 'dedupe',
  unknownEventTypeStatus: 400,
  urlOrder: 'insertion',
  absentEventTypes: 'omit',
  storedUrls: 'exact',
  unresolvableHosts: [],
  rateScope: 'key',
  rateHeaders: 'none',
  keyRole: 'admin',
  sendingKeyStatus: 401,
  v4Partial: 'all-or-nothing',
  v4LimitStatus: 400,
  v4DeleteUnknown: 'ignore',
  v4DeleteRepeated: 'first',
  v4DeleteCommas: 'list',
  v4PutAbsent: 'not-found',
  subaccountWithoutHeader: 'not-found',
  disabledDomains: 'allow',
  wrongMethodStatus: 404,
  domainCase: 'insensitive',
};
