import type { AccountName } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import type { Change } from '../model/change.ts';
import type { UnreadDomain } from '../model/domain-state.ts';

/** A fact about what happened, recorded where it happens and read by logs and metrics. */
export type Entry =
  | {
      readonly kind: 'read-failed';
      readonly state: UnreadDomain;
      /** It failed for the same reason the last time, which was recorded then. */
      readonly again?: boolean;
    }
  | {
      readonly kind: 'request-ended';
      readonly account: AccountName;
      readonly method: string;
      /** Absent if no answer arrived. */
      readonly status?: number;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'account-throttled';
      readonly account: AccountName;
      readonly pauseMs: number;
      /** When the pause ends, in milliseconds since 1970. */
      readonly untilMs: number;
    }
  | {
      /** Something a person should know about the budget of an account. */
      readonly kind: 'budget-notice';
      readonly account: AccountName;
      readonly event: string;
      readonly message: string;
    }
  | { readonly kind: 'account-halted'; readonly account: AccountName; readonly reason: string }
  | {
      /** v4 calls surprised us too often: for the life of the process the account is written with v3 alone. */
      readonly kind: 'v4-given-up';
      readonly account: AccountName;
      readonly surprises: number;
    }
  | {
      readonly kind: 'call-settled';
      readonly call: Call;
      readonly result: string;
      readonly message?: string;
    }
  | {
      /** What became of a change of a plan, after all its calls and reads. */
      readonly kind: 'change-settled';
      readonly change: Pick<Change, 'kind' | 'key'>;
      readonly result: 'applied' | 'failed' | 'not-attempted';
      readonly reason?: string;
    }
  | {
      /** Something a person should know. */
      readonly kind: 'notice';
      readonly level: 'info' | 'warn' | 'error';
      readonly event: string;
      /** Absent if it is not about one account. */
      readonly account?: AccountName;
      readonly message: string;
      /** Free of secrets. */
      readonly details?: readonly string[];
    }
  | {
      readonly kind: 'pass-ended';
      readonly account: AccountName;
      readonly passId: string;
      readonly outcome: PassOutcome;
      readonly durationMs: number;
    };

/**
 * How the pass of an account ended.
 *
 * | outcome      | meaning                                                                    |
 * |--------------|----------------------------------------------------------------------------|
 * | `converged`  | everything was read, and nothing is left to do                              |
 * | `incomplete` | it came to its end, but something is unread, failed, held, blocked or left   |
 * | `stopped`    | it was ended early: the account is halted, or the process was told to stop   |
 */
export const PASS_OUTCOMES = ['converged', 'incomplete', 'stopped'] as const;

export type PassOutcome = (typeof PASS_OUTCOMES)[number];

export interface Journal {
  record(entry: Entry): void;
}
