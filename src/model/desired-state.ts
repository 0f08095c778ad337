import type { AccountName } from './account.ts';
import type { DomainKey } from './domain-state.ts';
import type { Policy } from './policy.ts';
import type { Webhooks } from './webhooks.ts';

/** What the configuration asks of a domain, the same for a named domain and for a pattern. */
export interface DesiredWebhooks {
  readonly policy: Policy;
  /** Glob patterns of URLs that are invisible to us: never removed, kept in every write, counted in the three. */
  readonly ignore: readonly string[];
  /** An event type with `[]` must have no webhook; one that is absent is not named by the configuration. */
  readonly webhooks: Webhooks;
}

/** A domain that the configuration names; `{domain}` and `{event}` are filled in. */
export interface DesiredDomain extends DomainKey, DesiredWebhooks {}

/**
 * A pattern such as `*.customers.example.com`: every domain of the account below `suffix`, also tomorrow's, that the
 * configuration does not name itself. Its URLs may still contain `{domain}`; `{event}` is filled in.
 */
export interface DesiredPattern extends DesiredWebhooks {
  readonly account: AccountName;
  /** Lower-case ASCII without the leading `*.`; the empty string stands for `*`, every domain of the account. */
  readonly suffix: string;
}

/**
 * Why a part of a valid configuration may be missing: what is left of one that was cut off, or that lost a file, is often
 * a valid smaller one.
 *
 * - `no-end-mark`: the file does not end with the line `...`, so it may have been cut off at the end of a line.
 * - `no-accounts`: of the files in a folder, none declares the accounts, so the one that does may be lost.
 */
export type Doubt =
  | { readonly kind: 'no-end-mark'; readonly file: string }
  | { readonly kind: 'no-accounts' };

export interface DesiredState {
  readonly domains: readonly DesiredDomain[];
  readonly patterns: readonly DesiredPattern[];
  /** None if it is whole for sure. */
  readonly doubts: readonly Doubt[];
}
