import type { AccountName } from '../model/account.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { Leadership } from '../ports/leadership.ts';
import type { MailgunReader, MailgunWriter } from '../ports/mailgun-api.ts';
import type { RateBudget } from '../ports/rate-budget.ts';
import type { RowTrust } from './row-trust.ts';

/** What a plan needs from outside. Nothing in it can write, so no command that only plans can. */
export interface ReadPorts {
  /** One reader for each account of the configuration. */
  readonly readers: ReadonlyMap<AccountName, MailgunReader>;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** What an apply needs from outside. */
export interface WritePorts extends ReadPorts {
  readonly writers: ReadonlyMap<AccountName, MailgunWriter>;
  readonly budgets: ReadonlyMap<AccountName, Pick<RateBudget, 'state'>>;
  readonly audit: AuditTrail;
  /** Hexadecimal digits that nobody had before. */
  readonly newId: () => string;
  /** Whether, and until when, a write may leave. */
  readonly leadership: Pick<Leadership, 'state' | 'writeUntilMs'>;
  readonly rowTrust: RowTrust;
}

/** The port of an account; the composition makes one for every account, so a missing one is a bug. */
export function portOf<T>(ports: ReadonlyMap<AccountName, T>, account: AccountName): T {
  const port = ports.get(account);
  if (port === undefined) throw new TypeError(`No port was made for account '${account}'`);
  return port;
}
