import { describe, expect, it } from 'vitest';
import { type Account, DEFAULT_GUARD, type GuardLimits, REGION_BASE_URLS } from '../../src/model/account.ts';
import type { DesiredDomain } from '../../src/model/desired-state.ts';
import type { Webhooks } from '../../src/model/webhooks.ts';
import { checkGuard } from '../../src/plan/guard.ts';
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
function verdictFor(pairs: readonly (readonly [Partial<DesiredDomain>, Webhooks])[], guard = DEFAULT_GUARD) {
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
  return checkGuard(plan, account(guard));
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
    const verdict = verdictFor([losesOne, losesOne, losesOne], { maxDeletes: 2, maxDeletePercent: 100 });
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

  it('looks at the changes of its own account alone', () => {
    const plan = planChanges({
      desired: [desiredDomain({ account: 'other' as typeof MAIN, webhooks: { clicked: [] } })],
      states: [readDomain({ clicked: [url('old')] }, { account: 'other' as typeof MAIN })],
      unreadPatterns: [],
      unmatchedPatterns: [],
    });
    expect(checkGuard(plan, account(DEFAULT_GUARD))).toMatchObject({ removed: 0, total: 0, exceeded: [] });
  });
});
