import type { Account } from '../../model/account.ts';
import type { Secret } from '../../model/secret.ts';
import type { Fingerprint } from '../../model/url-mask.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { RateBudget } from '../../ports/rate-budget.ts';

/** What a reader or a writer of one account needs. */
export interface MailgunOptions {
  readonly account: Pick<Account, 'name' | 'baseUrl' | 'subaccount'>;
  /** Asked for each request, so that a key that was rotated is used at once. */
  readonly apiKey: () => Secret;
  readonly budget: RateBudget;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly userAgent: string;
  /** The most a request may take, from the look-up of the host to the last byte of the answer; 8 s by default. */
  readonly requestTimeoutMs?: number;
  /** A number from 0 to 1, for jitter. */
  readonly random: () => number;
  /** Names what is masked in messages. */
  readonly fingerprint: Fingerprint;
}
