import type { ApprovalResult, NotLeading, StatusPosts, SyncResult } from '../../adapters/http/posts.ts';
import type { Daemon } from '../../app/daemon/daemon.ts';
import type { Context } from '../context.ts';
import type { RunOptions } from './run-options.ts';
import { tokenFrom } from './token.ts';

/** What may be asked of the daemon over HTTP. */
export function statusPosts(context: Context, options: RunOptions, daemon: Daemon): StatusPosts {
  return {
    token: tokenFrom(context, options.tokenFile),
    approvalsFile: options.approvals,
    howToEnable: 'Start mghooks with --token-file PATH.',
    sync: (account): SyncResult =>
      notLeading(daemon) ?? { kind: daemon.sync(account) ? 'accepted' : 'unknown-account' },
    approve: (approval): ApprovalResult => {
      const elsewhere = notLeading(daemon);
      if (elsewhere !== undefined) return elsewhere;
      const { accounts } = daemon.status();
      const guard = accounts.map((account) => account.guard).find((each) => each?.planId === approval.planId);
      if (guard === undefined) return { kind: 'unknown-plan' };
      if (approval.allowDeletes < guard.removed) return { kind: 'wrong-number', removed: guard.removed };
      daemon.approve(approval);
      return { kind: 'accepted' };
    },
  };
}

/** Whom to ask instead, `undefined` if this process leads. */
function notLeading(daemon: Daemon): NotLeading | undefined {
  const { leading, leader } = daemon.status().leadership;
  if (leading) return undefined;
  return { kind: 'not-leading', ...(leader === undefined ? {} : { leader }) };
}
