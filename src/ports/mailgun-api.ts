import type { AccountName } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import type { DomainName } from '../model/domain-name.ts';
import type { DomainKey, DomainState, UnreadReason } from '../model/domain-state.ts';
import type { Webhooks } from '../model/webhooks.ts';
import type { Spending } from './rate-budget.ts';

/** Reads the actual state of one account. Holds nothing that can write. */
export interface MailgunReader {
  /** Never throws for what Mailgun answers or fails to answer: that is an `unread` state with its reason. */
  readWebhooks(key: DomainKey, spending: Spending): Promise<DomainState>;
  /** All domains of the account, sorted by name. */
  listDomains(account: AccountName, spending: Spending): Promise<DomainList>;
}

export type DomainList =
  | { readonly kind: 'read'; readonly domains: readonly DomainName[] }
  | { readonly kind: 'unread'; readonly reason: UnreadReason };

/** The power to write. Only an apply is given one. */
export interface MailgunWriter {
  /** Sends one call once (again only after a 429, which applied nothing). Never throws for an answer. */
  send(call: Call, writing: Writing): Promise<CallOutcome>;
}

export interface Writing extends Spending {
  /**
   * On the clock: the last moment at which the call may leave, asked when its turn has come. A call may wait for
   * minutes, what it was made from is old then, and another process may lead.
   */
  sendBeforeMs(): number;
  /** Called, and waited for, when the turn of the call has come: each time right before it leaves. */
  beforeLeaving?(): Promise<void>;
}

/**
 * What became of a call.
 *
 * | kind       | meaning                                                                  | what follows           |
 * |------------|--------------------------------------------------------------------------|------------------------|
 * | `done`     | 200 and a valid body; `webhooks` is what the server says it now has: the   | compare with intent    |
 * |            | event type of a v3 call, all of the domain after a v4 call                 |                        |
 * | `rejected` | a 4xx: nothing was applied, as far as we know (`exists`, bad URL, absent)   | read the domain again  |
 * | `unknown`  | 5xx, reset, time limit, unreadable 200: it may have been applied           | read the domain again  |
 * | `denied`   | 401 or 403: the key is wrong or lacks the right                            | stop the account       |
 * | `stopped`  | not sent, or throttled until we gave up                                    | leave it to a later pass |
 * | `too-late` | not sent: its turn came after `sendBeforeMs`                                | read the domain again  |
 */
export type CallOutcome =
  | {
      readonly kind: 'done';
      readonly webhooks: Webhooks;
      /** The URLs that a v3 DELETE removed. */
      readonly removed?: readonly string[];
    }
  | { readonly kind: 'rejected'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'denied'; readonly message: string }
  | { readonly kind: 'stopped'; readonly message: string }
  | { readonly kind: 'too-late'; readonly message: string };
