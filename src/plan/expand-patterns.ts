import type { AccountName } from '../model/account.ts';
import type { DesiredDomain, DesiredPattern, DesiredState } from '../model/desired-state.ts';
import type { DomainName } from '../model/domain-name.ts';
import { fillDomain } from '../model/webhook-url.ts';
import { buildWebhooks } from '../model/webhooks.ts';

/**
 * The desired domains once the domains of each account are known. A domain that the configuration names itself is
 * taken as named; any other belongs to the longest matching suffix, as the most specific pattern.
 */
export function expandPatterns(
  desired: DesiredState,
  domainsOf: ReadonlyMap<AccountName, readonly DomainName[]>,
): readonly DesiredDomain[] {
  const named = new Set(desired.domains.map((domain) => domain.domain));
  const expanded = [...domainsOf].flatMap(([account, domains]) => {
    const patterns = desired.patterns.filter((pattern) => pattern.account === account);
    return domains
      .filter((domain) => !named.has(domain))
      .flatMap((domain) => {
        const pattern = mostSpecific(patterns, domain);
        return pattern === undefined ? [] : [instantiate(pattern, domain)];
      });
  });
  return [...desired.domains, ...expanded];
}

/** As the configuration writes it. */
export function patternText(pattern: DesiredPattern): string {
  return pattern.suffix === '' ? '*' : `*.${pattern.suffix}`;
}

export function patternMatches(pattern: DesiredPattern, domain: DomainName): boolean {
  return pattern.suffix === '' || domain.endsWith(`.${pattern.suffix}`);
}

/** The patterns that match none of the domains, as the configuration writes them. */
export function unmatchedPatterns(
  patterns: readonly DesiredPattern[],
  domains: readonly DomainName[],
): readonly string[] {
  return patterns
    .filter((pattern) => !domains.some((domain) => patternMatches(pattern, domain)))
    .map(patternText);
}

function mostSpecific(patterns: readonly DesiredPattern[], domain: DomainName): DesiredPattern | undefined {
  return patterns
    .filter((pattern) => patternMatches(pattern, domain))
    .sort((a, b) => b.suffix.length - a.suffix.length)[0];
}

function instantiate(pattern: DesiredPattern, domain: DomainName): DesiredDomain {
  return {
    account: pattern.account,
    domain,
    policy: pattern.policy,
    ignore: pattern.ignore,
    webhooks: buildWebhooks((eventType) =>
      pattern.webhooks[eventType]?.map((url) => fillDomain(url, domain)),
    ),
  };
}
