import type { AccountName } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import type { UnreadDomain } from '../model/domain-state.ts';

/** A fact about what happened, recorded where it happens and read by logs and metrics. */
export type Entry =
  | { readonly kind: 'read-failed'; readonly state: UnreadDomain }
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
      readonly kind: 'call-settled';
      readonly call: Call;
      readonly result: string;
      readonly message?: string;
    };

export interface Journal {
  record(entry: Entry): void;
}
