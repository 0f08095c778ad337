import type { Account, AccountName } from '../../model/account.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { AccountStatus } from '../../ports/status.ts';
import type { AccountGroup, OpenedAccounts } from './account-group.ts';
import { AccountLoop } from './account-loop.ts';
import { unopenedStatus } from './unopened-status.ts';

/** How long accounts that could not be opened are left alone. */
const REOPEN_AFTER_MS = 10_000;

export interface CrewParts {
  readonly group: AccountGroup;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Resolves when what this group needs has been given back by those before it. */
  readonly free: Promise<unknown>;
}

/** The loops of one group of accounts, from its opening, which may take long and fail, to its end. */
export class Crew {
  readonly #parts: CrewParts;
  readonly #ending = new AbortController();
  readonly #sinceMs: number;
  #desired: DesiredState;
  #loops: ReadonlyMap<AccountName, AccountLoop> = new Map();
  /** Why the group could not be opened the last time. */
  #reason: string | undefined;
  /** Resolves when everything has ended and is given back; rejects for a bug alone. */
  readonly ended: Promise<void>;

  constructor(parts: CrewParts, desired: DesiredState) {
    this.#parts = parts;
    this.#desired = desired;
    this.#sinceMs = parts.clock.wallMs();
    this.ended = this.#live();
  }

  get accounts(): readonly Account[] {
    return this.#parts.group.accounts;
  }

  /** None before the group is open. */
  loops(): readonly AccountLoop[] {
    return [...this.#loops.values()];
  }

  setDesired(desired: DesiredState): void {
    this.#desired = desired;
    for (const [account, loop] of this.#loops) loop.setDesired(partOf(desired, account));
  }

  statuses(): readonly AccountStatus[] {
    return this.accounts.map((account) => {
      const { domains } = partOf(this.#desired, account.name);
      const unopened = { account, domains, sinceMs: this.#sinceMs, reason: this.#reason };
      return this.#loops.get(account.name)?.status() ?? unopenedStatus(unopened);
    });
  }

  /** No new request; resolves when those under way have ended. A bug is told by `ended`. */
  async stop(reason: unknown): Promise<void> {
    this.#ending.abort(reason);
    await this.ended.catch(() => undefined);
  }

  async #live(): Promise<void> {
    const { group, clock, free } = this.#parts;
    const { signal } = this.#ending;
    await free;
    while (!signal.aborted) {
      const opening = await group.open(signal).catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw error;
      });
      if (opening?.kind === 'opened') return this.#work(opening);
      if (opening === undefined) return;
      this.#tell(opening.reason);
      await clock.sleep(REOPEN_AFTER_MS, signal).catch(() => undefined);
    }
  }

  async #work(opened: OpenedAccounts): Promise<void> {
    try {
      this.#loops = new Map(opened.parts.map((parts) => [parts.account.name, new AccountLoop(parts)]));
      this.setDesired(this.#desired);
      await Promise.all(this.loops().map((loop) => loop.run(this.#ending.signal)));
    } finally {
      await opened.close();
    }
  }

  /** Once, until it is for another reason. */
  #tell(reason: string): void {
    if (reason === this.#reason) return;
    this.#reason = reason;
    for (const { name } of this.accounts) {
      this.#parts.journal.record({ kind: 'account-halted', account: name, reason });
    }
  }
}

function partOf({ domains, patterns, doubts }: DesiredState, account: AccountName): DesiredState {
  return {
    doubts,
    domains: domains.filter((domain) => domain.account === account),
    patterns: patterns.filter((pattern) => pattern.account === account),
  };
}
