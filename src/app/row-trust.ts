import type { AccountName } from '../model/account.ts';
import type { Journal } from '../ports/journal.ts';

/** Surprises after which an account is written with v3 calls alone. */
const SURPRISES_MAX = 3;

/**
 * Whether the v4 calls of an account do what is known of them. Much about them is not documented, so each answer is
 * compared with a prediction; an account where v4 keeps surprising, and v3 then does the work, stays with v3 for the
 * life of the process.
 */
export class RowTrust {
  readonly #journal: Journal;
  readonly #surprises = new Map<AccountName, number>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  trusts(account: AccountName): boolean {
    return this.#count(account) < SURPRISES_MAX;
  }

  /** A v4 call did something else than predicted, and v3 finished the work. */
  noteSurprise(account: AccountName): void {
    const surprises = this.#count(account) + 1;
    this.#surprises.set(account, surprises);
    if (surprises === SURPRISES_MAX) this.#journal.record({ kind: 'v4-given-up', account, surprises });
  }

  #count(account: AccountName): number {
    return this.#surprises.get(account) ?? 0;
  }
}
