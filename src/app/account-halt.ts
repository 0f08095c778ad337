import type { AccountName } from '../model/account.ts';
import type { Journal } from '../ports/journal.ts';

/**
 * Stops everything of one account for the rest of a pass. A refused key is refused for every domain: going on would
 * spend the budget on answers that are known, and look like an attack.
 */
export class AccountHalt {
  readonly #controller = new AbortController();
  readonly #account: AccountName;
  readonly #journal: Journal;
  #reason: string | undefined;
  /** Aborted by the halt, and by the signal that ends the whole pass. */
  readonly signal: AbortSignal;

  constructor(account: AccountName, journal: Journal, signal: AbortSignal) {
    this.#account = account;
    this.#journal = journal;
    this.signal = AbortSignal.any([signal, this.#controller.signal]);
  }

  /** Whether the account itself was halted, not only the pass it belongs to. */
  get halted(): boolean {
    return this.#reason !== undefined;
  }

  /** Why nothing may be asked any more; `undefined` while it may. */
  get reason(): string | undefined {
    return this.#reason ?? (this.signal.aborted ? 'the process was told to stop' : undefined);
  }

  halt(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#journal.record({ kind: 'account-halted', account: this.#account, reason });
    this.#controller.abort(new Error(reason));
  }
}
