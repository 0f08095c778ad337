import type { Account } from '../../model/account.ts';
import type { DesiredDomain } from '../../model/desired-state.ts';
import type { AccountStatus } from '../../ports/status.ts';

interface Unopened {
  readonly account: Account;
  readonly domains: readonly DesiredDomain[];
  /** In milliseconds since 1970. */
  readonly sinceMs: number;
  /** Why it could not be opened; absent while it is being opened for the first time. */
  readonly reason: string | undefined;
}

/** What is shown of an account on which no loop works yet. */
export function unopenedStatus({ account, domains, sinceMs, reason }: Unopened): AccountStatus {
  return {
    account: account.name,
    baseUrl: account.baseUrl,
    budget: { perMinute: account.requestsPerMinute, remaining: 0, pausedForMs: 0 },
    ...(reason === undefined ? {} : { halted: reason }),
    notes: reason === undefined ? ['the account is being opened'] : [],
    domains: domains.map(({ domain }) => ({ domain, condition: 'pending', sinceMs, webhooks: [] })),
    lastChanges: [],
  };
}
