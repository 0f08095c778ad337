import type { Account } from '../../model/account.ts';
import type { AccountParts } from './account-parts.ts';

/** Accounts that spend one budget, and so are opened and closed together. */
export interface AccountGroup {
  /** Groups with equal signatures need the same: one that is open stays open. Holds no secret. */
  readonly signature: string;
  readonly accounts: readonly Account[];
  /** May wait, such as for another process. Rejects with the signal's reason, and with nothing else but a bug. */
  open(signal: AbortSignal): Promise<Opening>;
}

export type Opening = OpenedAccounts | UnusableAccounts;

/** Accounts that are ready to be worked on. */
export interface OpenedAccounts {
  readonly kind: 'opened';
  readonly parts: readonly AccountParts[];
  /** Gives budgets and locks back. */
  close(): Promise<void>;
}

/** Accounts that cannot be worked on for now, such as one without a key. */
export interface UnusableAccounts {
  readonly kind: 'unusable';
  /** One sentence, free of secrets. */
  readonly reason: string;
}
