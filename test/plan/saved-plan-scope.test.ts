import { describe, expect, it } from 'vitest';
import type { DesiredPattern } from '../../src/model/desired-state.ts';
import { narrowTo } from '../../src/plan/saved-plan-scope.ts';
import { desiredDomain, domainName, MAIN } from '../support/domains.ts';

const pattern: DesiredPattern = {
  account: MAIN,
  suffix: 'example.com',
  policy: 'listed',
  ignore: [],
  webhooks: { clicked: ['https://hooks.example.com/{domain}'] },
};

const named = desiredDomain({ domain: domainName('named.example.com') });
const other = desiredDomain({ domain: domainName('other.example.com') });
const desired = { domains: [named, other], patterns: [pattern], doubts: [{ kind: 'no-accounts' }] } as const;

describe('narrowTo', () => {
  it('keeps the named domains that are asked for, and fills the others in from their pattern', () => {
    const keys = [named, { account: MAIN, domain: domainName('found.example.com') }];
    const narrowed = narrowTo(desired, keys);
    expect(narrowed.patterns).toEqual([]);
    expect(narrowed.domains).toEqual([
      named,
      {
        account: MAIN,
        domain: 'found.example.com',
        policy: 'listed',
        ignore: [],
        webhooks: { clicked: ['https://hooks.example.com/found.example.com'] },
      },
    ]);
  });

  it('knows nothing of a domain that the configuration does not have', () => {
    expect(
      narrowTo(desired, [{ account: MAIN, domain: domainName('elsewhere.example.net') }]).domains,
    ).toEqual([]);
  });

  it('is empty for no domain at all', () => {
    expect(narrowTo(desired, [])).toEqual({ domains: [], patterns: [], doubts: desired.doubts });
  });
});
