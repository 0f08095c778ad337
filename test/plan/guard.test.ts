import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Account, DEFAULT_GUARD, type GuardLimits, REGION_BASE_URLS } from '../../src/model/account.ts';
import type { DesiredDomain } from '../../src/model/desired-state.ts';
import type { Webhooks } from '../../src/model/webhooks.ts';
import { checkGuard, type GuardEvidence } from '../../src/plan/guard.ts';
import { planChanges } from '../../src/plan/plan-changes.ts';
import { desiredDomain, domainName, MAIN, readDomain } from '../support/domains.ts';

const account = (guard: GuardLimits): Account => ({
  name: MAIN,
  baseUrl: REGION_BASE_URLS.us,
  apiKey: { env: 'MAILGUN_API_KEY' },
  requestsPerMinute: 300,
  writeApi: 'auto',
  guard,
});

const url = (name: string) => `https://hooks.example.com/${name}`;

/** One domain for each pair of desired and actual webhooks. */
function verdictFor(
  pairs: readonly (readonly [Partial<DesiredDomain>, Webhooks])[],
  guard = DEFAULT_GUARD,
  evidence: GuardEvidence = {},
) {
  const named = pairs.map(([fields, webhooks], index) => {
    const domain = domainName(`d${index}.example.com`);
    return { desired: desiredDomain({ ...fields, domain }), state: readDomain(webhooks, { domain }) };
  });
  const plan = planChanges({
    desired: named.map((one) => one.desired),
    states: named.map((one) => one.state),
    unreadPatterns: [],
    unmatchedPatterns: [],
  });
  return checkGuard(plan, account(guard), evidence);
}

const keeps = [{ webhooks: { clicked: [url('a')] } }, { clicked: [url('a')] }] as const;
const losesOne = [{ webhooks: { clicked: [url('a')] } }, { clicked: [url('a'), url('old')] }] as const;

describe('checkGuard', () => {
  it('lets a plan pass that only adds', () => {
    const verdict = verdictFor([[{ webhooks: { clicked: [url('a')] } }, {}]]);
    expect(verdict).toMatchObject({ removed: 0, total: 0, exceeded: [] });
  });

  it('counts deliveries, a URL on an event type, over the whole account', () => {
    const verdict = verdictFor([losesOne, losesOne, ...Array.from({ length: 20 }, () => keeps)]);
    expect(verdict).toMatchObject({ removed: 2, total: 24, exceeded: [] });
  });

  it('counts a replaced URL as a lost delivery', () => {
    const swap = [{ webhooks: { clicked: [url('new')] } }, { clicked: [url('old')] }] as const;
    expect(verdictFor([swap, ...Array.from({ length: 9 }, () => keeps)]).removed).toBe(1);
  });

  it('refuses more deletions than maxDeletes, and says the numbers', () => {
    const verdict = verdictFor([losesOne, losesOne, losesOne], {
      maxDeletes: 2,
      maxDeletePercent: 100,
      requireEndMark: true,
    });
    expect(verdict.exceeded).toEqual(['3 deliveries would be removed, maxDeletes is 2']);
  });

  it('refuses a larger share than maxDeletePercent on a small account too', () => {
    const verdict = verdictFor([losesOne]);
    expect(verdict.exceeded).toEqual(['50 % of the 2 deliveries would be removed, maxDeletePercent is 30']);
  });

  it('refuses to leave a domain without any webhook, whatever the numbers are', () => {
    const emptied = [{ webhooks: { clicked: [] } }, { clicked: [url('old')] }] as const;
    const verdict = verdictFor([emptied, ...Array.from({ length: 50 }, () => keeps)]);
    expect(verdict.exceeded).toEqual(['d0.example.com had webhooks and would have none']);
  });

  it('names twenty emptied domains, and counts the others', () => {
    const emptied = [{ webhooks: { clicked: [] } }, { clicked: [url('old')] }] as const;
    const verdict = verdictFor(Array.from({ length: 23 }, () => emptied));
    expect(verdict.emptied).toHaveLength(23);
    expect(verdict.exceeded).toHaveLength(2 + 20 + 1);
    expect(verdict.exceeded.at(-1)).toBe('3 more domains had webhooks and would have none');
  });

  it('looks at the changes of its own account alone', () => {
    const plan = planChanges({
      desired: [desiredDomain({ account: 'other' as typeof MAIN, webhooks: { clicked: [] } })],
      states: [readDomain({ clicked: [url('old')] }, { account: 'other' as typeof MAIN })],
      unreadPatterns: [],
      unmatchedPatterns: [],
    });
    expect(checkGuard(plan, account(DEFAULT_GUARD))).toMatchObject({ removed: 0, total: 0, exceeded: [] });
  });

  describe('with more evidence than the plan', () => {
    const guard = { maxDeletes: 3, maxDeletePercent: 30, requireEndMark: true };

    it('takes the percentage of all that was found on the account', () => {
      expect(verdictFor([losesOne], guard).exceeded).toHaveLength(1);
      expect(verdictFor([losesOne], guard, { total: 100 })).toMatchObject({ total: 100, exceeded: [] });
    });

    it('counts what was removed shortly before with what would be removed', () => {
      const wide = { maxDeletes: 3, maxDeletePercent: 100, requireEndMark: true };
      expect(verdictFor([losesOne, losesOne], wide, { removedLately: 1 }).exceeded).toEqual([]);
      expect(verdictFor([losesOne, losesOne], wide, { removedLately: 2 }).exceeded).toEqual([
        '2 deliveries would be removed after 2 in the last 10 minutes, maxDeletes is 3',
      ]);
    });

    it('lets a plan pass that removes nothing, whatever was removed before', () => {
      expect(verdictFor([keeps], guard, { removedLately: 99 }).exceeded).toEqual([]);
    });
  });

  it('cannot be passed by dividing an account into parts: where the whole trips on its percentage, a part does', () => {
    const domain = fc.record({ kept: fc.integer({ min: 0, max: 2 }), lost: fc.integer({ min: 0, max: 2 }) });
    const names = (count: number, name: string) =>
      Array.from({ length: count }, (_, index) => url(`${name}${index}`));
    const limits = { maxDeletes: 10_000, maxDeletePercent: 30, requireEndMark: true };
    const tripsOn = (domains: readonly { readonly kept: number; readonly lost: number }[]) =>
      verdictFor(
        domains.map(({ kept, lost }) => [
          // A second event type that stays, so that no domain is emptied.
          { webhooks: { clicked: names(kept, 'kept'), opened: [url('a')] } },
          { clicked: [...names(kept, 'kept'), ...names(lost, 'lost')], opened: [url('a')] },
        ]),
        limits,
      ).exceeded.length > 0;
    fc.assert(
      fc.property(
        fc.array(fc.array(domain, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        (parts) => {
          if (tripsOn(parts.flat())) expect(parts.some(tripsOn)).toBe(true);
        },
      ),
    );
  });

  it('minds a doubt about the configuration if anything is removed, and the account asks for it', () => {
    const doubts = [{ kind: 'no-accounts' }] as const;
    const lax = { ...DEFAULT_GUARD, requireEndMark: false };
    const losing = [losesOne, keeps, keeps, keeps];
    expect(verdictFor(losing, DEFAULT_GUARD, { doubts })).toMatchObject({ exceeded: [], doubts });
    expect(verdictFor(losing, lax, { doubts }).doubts).toEqual([]);
    expect(verdictFor([keeps], DEFAULT_GUARD, { doubts }).doubts).toEqual([]);
    const adding = [{ webhooks: { clicked: [url('a'), url('b')] } }, { clicked: [url('a')] }] as const;
    expect(verdictFor([adding], DEFAULT_GUARD, { doubts }).doubts).toEqual([]);
  });
});
