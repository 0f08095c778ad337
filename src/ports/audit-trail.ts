import type { AccountName } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import type { Webhooks } from '../model/webhooks.ts';

/** A call that Mailgun carried out, or may have, and what the domain had before and after it. */
export interface AppliedCall {
  /** No other call has it. Absent, like `runId`, in what older versions have kept. */
  readonly id?: string;
  /** Tells the times apart that one plan was carried out. */
  readonly runId?: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly planId: string;
  readonly call: Call;
  readonly before: Webhooks;
  readonly after: Webhooks;
  /**
   * `unknown` where the answer was lost and nothing showed what became of the call; `after` is then what it was to make.
   * Absent where Mailgun carried it out.
   */
  readonly outcome?: 'unknown';
}

/** A call as it is known before it leaves; `after` is what it is to make. */
export type IntendedCall = AppliedCall & { readonly id: string };

/** What was written, by whom and for which plan: kept so that people can ask, and undo. */
export interface AuditTrail {
  /**
   * Resolves when it is safe that the call may leave: until it is settled, by `record` or `drop`, its outcome is
   * unknown, also to whoever looks after this process was killed. Never rejects, as `record` never does.
   */
  begin(intended: IntendedCall): Promise<void>;
  /** Resolves when the entry is safe. Never rejects: a trail that cannot be kept is told once, and stops nothing. */
  record(applied: AppliedCall): Promise<void>;
  /** A call that was begun was not carried out. */
  drop(intended: IntendedCall): Promise<void>;
  /** The calls of one account since a moment, in milliseconds since 1970, oldest first. */
  since(account: AccountName, fromMs: number): Promise<readonly AppliedCall[]>;
}
