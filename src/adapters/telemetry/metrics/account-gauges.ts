import type { AccountStatus, DomainStatus } from '../../../ports/status.ts';
import { accountGauge, flag, type StatusGauge, seconds } from './status-gauge.ts';

/** What is known of each account: its passes, its budget, and what stops it. */
export const ACCOUNT_GAUGES: readonly StatusGauge[] = [
  {
    name: 'mghooks_account_info',
    help: 'Accounts of the configuration and where their requests go; the value is 1.',
    labelNames: ['account', 'base_url'],
    read: ({ accounts }) =>
      accounts.map(({ account, baseUrl }) => ({ labels: { account, base_url: baseUrl }, value: 1 })),
  },
  accountGauge(
    {
      name: 'mghooks_in_sync',
      help: '1 if every domain is as its policy wants it, and the account is neither halted nor blocked.',
    },
    (account) => flag(isInSync(account)),
  ),
  accountGauge(
    {
      name: 'mghooks_in_sync_since_timestamp_seconds',
      help: 'When the last domain came in sync; absent while one is out of sync.',
    },
    (account) => (isInSync(account) ? seconds(latest(account.domains)) : undefined),
  ),
  accountGauge(
    {
      name: 'mghooks_out_of_sync_since_timestamp_seconds',
      help: 'Since when the domain that is out of sync for longest has its state; absent if there is none.',
    },
    ({ domains }) => seconds(earliest(domains.filter(isOutOfSync).map(({ sinceMs }) => sinceMs))),
  ),
  accountGauge(
    {
      name: 'mghooks_last_success_timestamp_seconds',
      help: 'When a pass last left nothing unread and nothing to do; absent before the first.',
    },
    (account) => seconds(account.lastSuccessMs),
  ),
  accountGauge(
    {
      name: 'mghooks_oldest_read_timestamp_seconds',
      help: 'When the domain that waits longest was read; one never read counts from when it got its state.',
    },
    ({ domains }) => seconds(earliest(domains.map(({ readAtMs, sinceMs }) => readAtMs ?? sinceMs))),
  ),
  accountGauge(
    { name: 'mghooks_halted', help: '1 if the account is stopped, for example because its key is refused.' },
    (account) => flag(account.halted !== undefined),
  ),
  accountGauge(
    {
      name: 'mghooks_notes',
      help: 'Things a person should know that stop nothing; the status page says them.',
    },
    (account) => account.notes.length,
  ),
  accountGauge({ name: 'mghooks_guard_blocked', help: '1 if a guard waits for a person.' }, (account) =>
    flag(account.guard !== undefined),
  ),
  accountGauge(
    {
      name: 'mghooks_guard_blocked_since_timestamp_seconds',
      help: 'Since when a guard waits for a person; absent while none does.',
    },
    (account) => seconds(account.guard?.sinceMs),
  ),
  accountGauge(
    {
      name: 'mghooks_guard_removed_deliveries',
      help: 'Deliveries that the blocked plan would remove; 0 if no plan is blocked.',
    },
    (account) => account.guard?.removed ?? 0,
  ),
  accountGauge(
    { name: 'mghooks_budget_limit', help: 'Requests the account may send in any 60 seconds.' },
    (account) => account.budget.perMinute,
  ),
  accountGauge(
    { name: 'mghooks_budget_remaining', help: 'Requests that may leave now without waiting.' },
    (account) => account.budget.remaining,
  ),
  accountGauge(
    {
      name: 'mghooks_throttled_until_timestamp_seconds',
      help: 'When a pause that Mailgun asked for ends; 0 while there is none.',
    },
    ({ budget }, { nowMs }) => (budget.pausedForMs > 0 ? seconds(nowMs + budget.pausedForMs) : 0),
  ),
  accountGauge({ name: 'mghooks_pass_in_progress', help: '1 while a pass is under way.' }, ({ pass }) =>
    flag(pass !== undefined && pass.endedMs === undefined),
  ),
  accountGauge(
    {
      name: 'mghooks_last_pass_end_timestamp_seconds',
      help: 'When the last pass ended; absent before the first and while one is under way.',
    },
    (account) => seconds(account.pass?.endedMs),
  ),
  accountGauge(
    {
      name: 'mghooks_next_pass_timestamp_seconds',
      help: 'When the next pass starts; absent if none is planned.',
    },
    (account) => seconds(account.nextPassMs),
  ),
];

/** An account without domains is in sync once a pass has found that it has none. */
function isInSync({ halted, guard, domains, lastSuccessMs }: AccountStatus): boolean {
  if (halted !== undefined || guard !== undefined) return false;
  if (domains.length === 0) return lastSuccessMs !== undefined;
  return domains.every(({ condition }) => condition === 'in-sync');
}

/** A domain that no pass has come to yet is neither in sync nor out of it. */
export function isOutOfSync({ condition }: DomainStatus): boolean {
  return condition !== 'in-sync' && condition !== 'pending';
}

function earliest(timesMs: readonly number[]): number | undefined {
  return timesMs.reduce<number | undefined>((least, ms) => Math.min(least ?? ms, ms), undefined);
}

function latest(domains: readonly DomainStatus[]): number | undefined {
  return domains.reduce<number | undefined>(
    (most, { sinceMs }) => Math.max(most ?? sinceMs, sinceMs),
    undefined,
  );
}
