import type { AccountName } from '../model/account.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { DomainName } from '../model/domain-name.ts';
import type { DomainKey } from '../model/domain-state.ts';
import { expandPatterns } from './expand-patterns.ts';

/**
 * What a configuration asks of these domains alone. Their names are known, so a pattern is filled in without listing
 * the domains of its account. What is doubtful about the configuration stays so.
 */
export function narrowTo(desired: DesiredState, keys: readonly DomainKey[]): DesiredState {
  const names = new Map<AccountName, Set<DomainName>>();
  for (const { account, domain } of keys) {
    const known = names.get(account) ?? new Set();
    names.set(account, known.add(domain));
  }
  const listed = new Map([...names].map(([account, domains]) => [account, [...domains]]));
  const domains = expandPatterns(desired, listed).filter(({ account, domain }) =>
    names.get(account)?.has(domain),
  );
  return { domains, patterns: [], doubts: desired.doubts };
}
