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
  close(): Promise<void>;
}

export interface Parts {
  readonly accounts: readonly Account[];
  /** The key of each account; asked for each request, so that a rotated key is used at once. */
  readonly keys: ReadonlyMap<AccountName, () => Secret>;
  readonly budgets: ReadonlyMap<AccountName, RateBudget>;
  readonly clock: Clock;
  readonly journal: Journal;
}

export function compose({ accounts, keys, budgets, clock, journal }: Parts): Composition {
  const random = createRandom();
  const optionsOf = (account: Account): MailgunOptions => ({
    account,
    apiKey: required(keys, account.name),
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
    close: async () => {
      await Promise.all([...new Set(budgets.values())].map((budget) => budget.close()));
    },
  };
}

export function required<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new TypeError('A part was not composed');
  return value;
}
