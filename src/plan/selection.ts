import type { AccountName } from '../model/account.ts';
import type { DomainName } from '../model/domain-name.ts';
import type { DomainKey } from '../model/domain-state.ts';
import { matchesGlob } from '../model/glob.ts';

/** The part of the configuration that a command is limited to. Empty lists select everything. */
export interface Selection {
  readonly accounts: readonly AccountName[];
  /** Glob patterns of domain names. */
  readonly domains: readonly string[];
}

export function selectsAccount(selection: Selection, account: AccountName): boolean {
  return selection.accounts.length === 0 || selection.accounts.includes(account);
}

export function selectsDomain(selection: Selection, { account, domain }: DomainKey): boolean {
  const named =
    selection.domains.length === 0 || selection.domains.some((glob) => matchesDomain(glob, domain));
  return named && selectsAccount(selection, account);
}

/** Names of domains are lower case, whatever a person types. */
export function matchesDomain(glob: string, domain: DomainName): boolean {
  return matchesGlob(glob.toLowerCase(), domain);
}
