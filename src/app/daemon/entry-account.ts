import type { AccountName } from '../../model/account.ts';
import type { Entry } from '../../ports/journal.ts';

/** The account that a recorded fact is about; `undefined` if it is about none. */
export function accountOf(entry: Entry): AccountName | undefined {
  switch (entry.kind) {
    case 'read-failed':
      return entry.state.account;
    case 'call-settled':
      return entry.call.account;
    case 'change-settled':
      return entry.change.key.account;
    default:
      return entry.account;
  }
}
