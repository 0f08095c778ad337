import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DesiredDomain } from '../../src/model/desired-state.ts';
import type { DomainState } from '../../src/model/domain-state.ts';
import { changesOf } from '../../src/plan/plan.ts';
import { planChanges } from '../../src/plan/plan-changes.ts';
import { arbitraryActual, arbitraryDesired } from '../support/arbitraries.ts';
import { desiredDomain, domainName, MAIN } from '../support/domains.ts';

interface Case {
  readonly desired: DesiredDomain;
  readonly state: DomainState;
}

const arbitraryCase = (domain: string): fc.Arbitrary<Case> =>
  fc.tuple(arbitraryDesired, arbitraryActual, fc.boolean()).map(([desired, actual, unread]) => {
    const name = domainName(domain);
    const reason = { code: 'server-error', message: '502' } as const;
    return {
      desired: { ...desired, domain: name },
      state: unread ? { kind: 'unread', account: MAIN, domain: name, reason } : { ...actual, domain: name },
    };
  });

const arbitraryCases = fc.tuple(
  ...['b.example', 'a.example', 'c.example', 'xn--bcher-kva.example'].map(arbitraryCase),
);

function plan(cases: readonly Case[]) {
  return planChanges({
    desired: cases.map((one) => one.desired),
    states: cases.map((one) => one.state),
    unreadPatterns: [],
    unmatchedPatterns: [],
  });
}

describe('planChanges', () => {
  it('gives the same plan whatever the order of the input', () => {
    fc.assert(
      fc.property(
        arbitraryCases.chain((cases) =>
          fc.tuple(fc.constant(cases), fc.shuffledSubarray(cases, { minLength: 4 })),
        ),
        ([cases, shuffled]) => {
          expect(plan(shuffled)).toEqual(plan(cases));
        },
      ),
    );
  });

  it('never changes a domain that could not be read', () => {
    fc.assert(
      fc.property(arbitraryCases, (cases) => {
        const made = plan(cases);
        const unread = cases.filter((one) => one.state.kind === 'unread').map((one) => one.desired.domain);
        expect(made.unread.map((state) => state.domain).sort()).toEqual([...unread].sort());
        expect(changesOf(made).filter((change) => unread.includes(change.key.domain))).toEqual([]);
      }),
    );
  });

  it('counts a domain that was never asked for as unread, not as empty', () => {
    const made = planChanges({
      desired: [desiredDomain({ policy: 'exact', webhooks: { delivered: ['https://a.example/'] } })],
      states: [],
      unreadPatterns: [],
      unmatchedPatterns: [],
    });
    expect(made.domains).toEqual([]);
    expect(made.unread.map((state) => state.reason.code)).toEqual(['stopped']);
  });

  it('does not mix up the same domain in two accounts', () => {
    const other = { account: 'other' as typeof MAIN };
    const webhooks = { delivered: ['https://a.example/'] };
    const made = planChanges({
      desired: [desiredDomain({ webhooks }), desiredDomain({ ...other, webhooks })],
      states: [
        { kind: 'read', account: MAIN, domain: domainName('mg.example.com'), webhooks, unknownHooks: [] },
        { kind: 'read', ...other, domain: domainName('mg.example.com'), webhooks: {}, unknownHooks: [] },
      ],
      unreadPatterns: [],
      unmatchedPatterns: [],
    });
    expect(changesOf(made).map((change) => change.key.account)).toEqual(['other']);
  });
});
