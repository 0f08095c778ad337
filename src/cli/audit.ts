import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { createRandomBytes } from '../adapters/clock/random-bytes.ts';
import { type AuditNotice, openAuditTrail } from '../adapters/journal/audit-trail.ts';
import { RecentCalls, rememberedTrail } from '../app/recent-calls.ts';
import type { Account, AccountName } from '../model/account.ts';
import type { Secret } from '../model/secret.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import { authorOf } from './author.ts';
import { type BudgetOptions, defaultStateFolder } from './budgets.ts';
import { NO_AUDIT, required } from './compose.ts';
import type { Context } from './context.ts';
import type { Environment } from './environment.ts';
import { fingerprint } from './fingerprint.ts';

export interface AuditRequest {
  readonly accounts: readonly Account[];
  readonly keys: ReadonlyMap<AccountName, () => Secret>;
  /** What this process has written already, where it outlives the trail. */
  readonly recent?: RecentCalls;
  readonly notify: (
    account: AccountName,
    notice: { readonly event: string; readonly message: string },
  ) => void;
}

/**
 * The audit trail of some accounts in the state folder, and what this process itself remembers: all there is where no
 * state folder is, or none that can be written.
 */
export function auditTrailFor(
  context: Context,
  options: Pick<BudgetOptions, 'stateDir'>,
  { accounts, keys, recent = new RecentCalls(), notify }: AuditRequest,
): AuditTrail {
  const folder = auditFolder(context, options);
  if (folder === null) return rememberedTrail(NO_AUDIT, recent);
  const trail = openAuditTrail({
    folder,
    accounts: accounts.map(({ name, baseUrl }) => ({ name, baseUrl, key: required(keys, name) })),
    author: authorOf(context.environment, personOf(context.environment)),
    fingerprint,
    freshBytes: createRandomBytes(),
    notify: (account, notice) => notify(account, auditNoticeText(notice)),
  });
  return rememberedTrail(trail, recent);
}

/** Where trails are kept; `null` if nothing is. */
export function auditFolder(
  { environment, workingDirectory }: Pick<Context, 'environment' | 'workingDirectory'>,
  { stateDir }: Pick<BudgetOptions, 'stateDir'>,
): string | null {
  return stateDir === null ? null : resolve(workingDirectory, stateDir ?? defaultStateFolder(environment));
}

/** What a person is told when a trail is not as it should be. */
export function auditNoticeText(notice: AuditNotice): { readonly event: string; readonly message: string } {
  switch (notice.kind) {
    case 'not-kept':
      return {
        event: 'audit-not-kept',
        message: `the audit trail cannot be written (${notice.why}), so what is done now is not kept, and cannot be rolled back; name another folder with --state-dir`,
      };
    case 'damaged':
      return {
        event: 'audit-damaged',
        message: `${notice.lines} of the lines in ${notice.file} cannot be read, such as one that was cut short, and are skipped`,
      };
    case 'unreadable':
      return {
        event: 'audit-unreadable',
        message: `${notice.file} cannot be read (${notice.why}), so what it holds is not known`,
      };
  }
}

/** In a container there is often no name to the number of a user. */
function personOf(environment: Environment): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return `${environment.get('USER') ?? 'unknown'}@${hostname()}`;
  }
}
