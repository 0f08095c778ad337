import type { AccountName } from './account.ts';
import type { DomainName } from './domain-name.ts';
import type { Webhooks } from './webhooks.ts';

/** One domain of one account: what is read, planned and written as a whole. */
export interface DomainKey {
  readonly account: AccountName;
  readonly domain: DomainName;
}

/** The key as text, for maps; names of accounts and domains hold no space. */
export function domainText({ account, domain }: DomainKey): string {
  return `${account} ${domain}`;
}

/**
 * Why a domain could not be read.
 *
 * | code                | what happened                                                                    |
 * |---------------------|----------------------------------------------------------------------------------|
 * | `unknown-domain`    | 404 with `Domain not found`: not in this account, or in the other region          |
 * | `denied`            | 401: the key is wrong                                                            |
 * | `forbidden`         | 403: the key may not ask for this domain                                         |
 * | `misrouted`         | a redirect, or a 404 that is not the API's: wrong base URL                        |
 * | `refused`           | any other 4xx                                                                    |
 * | `throttled`         | 429 or 420 again and again                                                       |
 * | `server-error`      | 5xx                                                                              |
 * | `unreachable`       | no answer: DNS, connection, TLS, reset, time limit                               |
 * | `unexpected-answer` | a 200 that is not a webhook list: HTML, other JSON, cut off, too large            |
 * | `stopped`           | not asked, because the account was halted or the process was told to stop         |
 */
export type UnreadCode =
  | 'unknown-domain'
  | 'denied'
  | 'forbidden'
  | 'misrouted'
  | 'refused'
  | 'throttled'
  | 'server-error'
  | 'unreachable'
  | 'unexpected-answer'
  | 'stopped';

export interface UnreadReason {
  readonly code: UnreadCode;
  /** One sentence without a full stop, free of secrets. */
  readonly message: string;
}

/** A hook under a name that is not one of the eight event types: shown, preserved, never touched. */
export interface UnknownHook {
  readonly name: string;
  readonly urls: readonly string[];
}

/**
 * What Mailgun answered about a domain. `unread` is a type of its own, never an empty list of webhooks: nothing may be
 * decided about a domain that could not be read.
 */
export type DomainState = ReadDomain | UnreadDomain;

export interface ReadDomain extends DomainKey {
  readonly kind: 'read';
  readonly webhooks: Webhooks;
  readonly unknownHooks: readonly UnknownHook[];
}

export interface UnreadDomain extends DomainKey {
  readonly kind: 'unread';
  readonly reason: UnreadReason;
}
