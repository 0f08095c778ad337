import type { AccountName } from '../../model/account.ts';
import type { DesiredPattern, DesiredState } from '../../model/desired-state.ts';
import type { DomainName } from '../../model/domain-name.ts';
import { patternMatches, patternText } from '../../plan/expand-patterns.ts';
import type { DomainEntry } from './config-file.gen.ts';
import type { DomainExplanation } from './domain-explanation.ts';
import { Explainer } from './explainer.ts';
import type { Entry } from './named-entries.ts';
import type { MergedFiles } from './resolve.ts';

/** What an explanation is made of; nothing of it is worked out before somebody asks. */
export interface ExplainContext {
  readonly merged: MergedFiles;
  readonly desired: DesiredState;
}

/**
 * Explains a domain that the configuration names, or that a pattern matches; `undefined` if neither holds. Of several
 * patterns the most specific one holds, in the given account if there is one.
 */
export function explainDomain(
  domain: DomainName,
  account: AccountName | undefined,
  { merged, desired }: ExplainContext,
): DomainExplanation | undefined {
  const entry = merged.domains.entries.get(domain) ?? patternEntry(domain, account, { merged, desired });
  if (entry === undefined) return undefined;
  return new Explainer(domain, entry, merged).explain();
}

function patternEntry(
  domain: DomainName,
  account: AccountName | undefined,
  { merged, desired }: ExplainContext,
): Entry<DomainEntry> | undefined {
  const matching = desired.patterns
    .filter((pattern) => patternMatches(pattern, domain))
    .filter((pattern) => account === undefined || pattern.account === account);
  const longest = matching.reduce<DesiredPattern | undefined>(
    (best, pattern) => (best === undefined || pattern.suffix.length > best.suffix.length ? pattern : best),
    undefined,
  );
  return longest === undefined ? undefined : merged.domains.entries.get(patternText(longest));
}
