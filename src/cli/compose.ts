import { createRandom } from '../adapters/clock/random.ts';
import type { MailgunOptions } from '../adapters/mailgun/mailgun-options.ts';
import { createMailgunReader } from '../adapters/mailgun/mailgun-reader.ts';
import type { ReadPorts, WritePorts } from '../app/ports.ts';
import type { Account, AccountName } from '../model/account.ts';
import type { Secret } from '../model/secret.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { RateBudget } from '../ports/rate-budget.ts';
import { fingerprint } from './fingerprint.ts';
import { userAgent } from './version.ts';

/** Everything outside that a command which only reads works with. Nothing in it can write, or make what can. */
export interface Composition {
  readonly readPorts: ReadPorts;
  /** What was written lately. */
  readonly history: Pick<AuditTrail, 'since'>;
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
  readonly audit?: AuditTrail;
  /** Absent where nobody else may write. */
  readonly leadership?: WritePorts['leadership'];
}

/** Where nothing is kept, such as in the demo. */
export const NO_AUDIT: AuditTrail = {
  begin: () => Promise.resolve(),
  record: () => Promise.resolve(),
  drop: () => Promise.resolve(),
  since: () => Promise.resolve([]),
};

/** `composeWriting` makes the rest, in a module that a plan does not import. */
export function compose(parts: Parts): Composition {
  const { budgets, clock, journal, audit = NO_AUDIT } = parts;
  return {
    readPorts: { readers: portsOf(parts, createMailgunReader), clock, journal },
    history: { since: (account, fromMs) => audit.since(account, fromMs) },
    budgetOf: (account) => required(budgets, account),
    close: async () => {
      await Promise.all([...new Set(budgets.values())].map((budget) => budget.close()));
    },
  };
}

/** One port for each account. */
export function portsOf<T>(
  { accounts, keys, budgets, clock, journal }: Parts,
  make: (options: MailgunOptions) => T,
): ReadonlyMap<AccountName, T> {
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
  return new Map(accounts.map((account) => [account.name, make(optionsOf(account))]));
}

export function required<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new TypeError('A part was not composed');
  return value;
}
