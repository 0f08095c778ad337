import type { AccountName } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import type { Webhooks } from '../model/webhooks.ts';

/** A call that Mailgun carried out, and what the domain had before and after it. */
export interface AppliedCall {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly planId: string;
  readonly call: Call;
  readonly before: Webhooks;
  readonly after: Webhooks;
}

/** What was written, by whom and for which plan: kept so that people can ask, and undo. */
export interface AuditTrail {
  /** Resolves when the entry is safe. Never rejects: a trail that cannot be kept is told once, and stops nothing. */
  record(applied: AppliedCall): Promise<void>;
  /** The calls of one account since a moment, in milliseconds since 1970, oldest first. */
  since(account: AccountName, fromMs: number): Promise<readonly AppliedCall[]>;
}
