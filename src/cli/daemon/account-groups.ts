import type { AccountGroup, Opening } from '../../app/daemon/account-group.ts';
import type { Account, AccountName } from '../../model/account.ts';
import type { Secret } from '../../model/secret.ts';
import type { Configuration } from '../../ports/configuration-source.ts';
import { checkHosts } from '../allowed-hosts.ts';
import { apiKeyOf } from '../api-keys.ts';
import { budgetId } from '../budgets.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';
import { usedAccounts } from '../session.ts';
import { type DaemonSurroundings, openGroup } from './open-group.ts';

/** An account that can be worked on. */
export interface KeyedAccount {
  readonly account: Account;
  readonly key: () => Secret;
  /** Names the budget; stays when the key is rotated, as the account at Mailgun stays. */
  readonly budget: string;
}

/**
 * Puts the accounts of a configuration together that have one API key, since Mailgun counts their requests together.
 * An account without a usable key is a group of its own, which cannot be opened, until the key is there.
 */
export class AccountGrouping {
  readonly #context: Context;
  readonly #surroundings: DaemonSurroundings;
  /**
   * The budget of each account that there ever was, by its name and place: with another key, also one from another file,
   * it most likely is the same account at Mailgun, and if not it only waits longer than it would have to.
   */
  readonly #budgets = new Map<string, string>();
  /** Budgets that were opened once. */
  readonly #spent = new Set<string>();
  #kept: ReadonlyMap<AccountName, KeyedAccount> = new Map();

  constructor(context: Context, surroundings: DaemonSurroundings) {
    this.#context = context;
    this.#surroundings = surroundings;
  }

  groupsOf(configuration: Configuration): readonly AccountGroup[] {
    const kept = new Map<AccountName, KeyedAccount>();
    const groups: AccountGroup[] = [];
    for (const account of usedAccounts(configuration)) {
      const found = this.#keep(account, [...this.#kept.values(), ...kept.values()]);
      if ('budget' in found) kept.set(account.name, found);
      else groups.push(unusableGroup(account, found.reason));
    }
    this.#kept = kept;
    for (const budget of new Set([...kept.values()].map((each) => each.budget))) {
      groups.push(this.#group([...kept.values()].filter((each) => each.budget === budget)));
    }
    return groups;
  }

  #keep(account: Account, known: readonly KeyedAccount[]): KeyedAccount | { readonly reason: string } {
    const before = known.find((each) => JSON.stringify(each.account) === JSON.stringify(account));
    if (before !== undefined) return before;
    try {
      checkHosts([account], this.#surroundings.options.allowHost ?? []);
      const key = apiKeyOf(account, this.#context);
      const fresh = budgetId(account, key());
      const twin = known.find((each) => budgetId(each.account, each.key()) === fresh);
      const place = `${account.name} ${account.baseUrl}`;
      const budget = twin?.budget ?? this.#budgets.get(place) ?? fresh;
      this.#budgets.set(place, budget);
      return { account, key, budget };
    } catch (error) {
      if (error instanceof UsageError) return { reason: error.message };
      throw error;
    }
  }

  #group(members: readonly KeyedAccount[]): AccountGroup {
    const accounts = members.map(({ account }) => account);
    return {
      signature: JSON.stringify(accounts),
      accounts,
      open: (signal) => this.#open({ ...this.#context, signal }, members),
    };
  }

  async #open(context: Context, members: readonly KeyedAccount[]): Promise<Opening> {
    const spentBefore = (id: string) => this.#spent.has(id);
    const opening = await openGroup(context, { ...this.#surroundings, spentBefore }, members);
    if (opening.kind === 'opened') for (const { budget } of members) this.#spent.add(budget);
    return opening;
  }
}

function unusableGroup(account: Account, reason: string): AccountGroup {
  return {
    signature: JSON.stringify([account, reason]),
    accounts: [account],
    open: () => Promise.resolve({ kind: 'unusable', reason }),
  };
}
