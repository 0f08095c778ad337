import { createBottleneckBudget } from '../adapters/budget/bottleneck-budget.ts';
import { createRandom } from '../adapters/clock/random.ts';
import type { MailgunOptions } from '../adapters/mailgun/mailgun-options.ts';
import { createMailgunReader } from '../adapters/mailgun/mailgun-reader.ts';
import { createMailgunWriter } from '../adapters/mailgun/mailgun-writer.ts';
import type { ReadPorts, WritePorts } from '../app/ports.ts';
import type { Account, AccountName } from '../model/account.ts';
import type { Secret } from '../model/secret.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { RateBudget } from '../ports/rate-budget.ts';
import { fingerprint } from './fingerprint.ts';
import { userAgent } from './version.ts';

/** Everything outside that one command works with. */
export interface Composition {
  readonly readPorts: ReadPorts;
  /** Made only when an apply asks for it: a command that plans never holds anything that can write. */
  writePorts(): WritePorts;
  budgetOf(account: AccountName): RateBudget;
  /** Ends timers and connections, so that the process can exit. */
  close(): void;
}

export interface Parts {
  readonly accounts: readonly Account[];
  readonly keyOf: (account: Account) => () => Secret;
  readonly clock: Clock;
  readonly journal: Journal;
}

export function compose({ accounts, keyOf, clock, journal }: Parts): Composition {
  const keys = new Map(accounts.map((account) => [account.name, keyOf(account)]));
  const budgets = shareBudgets(accounts, (account) => keyText(keys, account), clock);
  const random = createRandom();
  const optionsOf = (account: Account): MailgunOptions => ({
    account,
    apiKey: () => required(keys, account.name)(),
    budget: required(budgets, account.name),
    clock,
    journal,
    userAgent,
    random,
    fingerprint,
  });
  const portsOf = <T>(make: (options: MailgunOptions) => T): ReadonlyMap<AccountName, T> =>
    new Map(accounts.map((account) => [account.name, make(optionsOf(account))]));
  const readPorts: ReadPorts = { readers: portsOf(createMailgunReader), clock, journal };
  return {
    readPorts,
    writePorts: () => ({ ...readPorts, writers: portsOf(createMailgunWriter) }),
    budgetOf: (account) => required(budgets, account),
    close: () => {
      for (const budget of new Set(budgets.values())) budget.close();
    },
  };
}

/**
 * One budget for each API key, not for each account of the configuration: a subaccount is reached with the key of its
 * parent, and Mailgun counts the requests of both together. The smallest share that any of them names holds.
 */
function shareBudgets(
  accounts: readonly Account[],
  keyText: (account: Account) => string,
  clock: Clock,
): ReadonlyMap<AccountName, RateBudget> {
  const shares = new Map<string, number>();
  for (const account of accounts) {
    const share = shares.get(keyText(account)) ?? account.requestsPerMinute;
    shares.set(keyText(account), Math.min(share, account.requestsPerMinute));
  }
  const budgets = new Map(
    [...shares].map(([key, requestsPerMinute]) => [
      key,
      createBottleneckBudget({ requestsPerMinute, clock }),
    ]),
  );
  return new Map(accounts.map((account) => [account.name, required(budgets, keyText(account))]));
}

function keyText(keys: ReadonlyMap<AccountName, () => Secret>, account: Account): string {
  return required(keys, account.name)().reveal();
}

function required<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new TypeError('A part was not composed');
  return value;
}
