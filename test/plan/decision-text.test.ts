import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountName } from '../../src/model/account.ts';
import { decisionText } from '../../src/plan/decision-text.ts';
import { changesOf, type Plan } from '../../src/plan/plan.ts';
import { planChanges } from '../../src/plan/plan-changes.ts';
import { arbitraryActual, arbitraryDesired } from '../support/arbitraries.ts';
import { desiredDomain, MAIN, readDomain } from '../support/domains.ts';
import { accountOn } from '../support/pass.ts';

const HERE = accountOn({ origin: 'http://127.0.0.1:1' });
const OTHER = accountOn({ origin: 'http://127.0.0.1:1' }, { name: accountName('other') });

const planOf = (
  desired: Parameters<typeof desiredDomain>[0],
  actual: Parameters<typeof readDomain>[0],
): Plan =>
  planChanges({
    desired: [desiredDomain(desired)],
    states: [readDomain(actual)],
    unreadPatterns: [],
    unmatchedPatterns: [],
  });

const URL_A = 'https://hooks.example.com/a';
const URL_B = 'https://hooks.example.com/b';

describe('decisionText', () => {
  const plan = planOf({ webhooks: { clicked: [URL_A] } }, { clicked: [URL_B], opened: [URL_B] });

  it('is the same for a plan that was made again, whatever other accounts were looked at', () => {
    const again = planOf({ webhooks: { clicked: [URL_A] } }, { clicked: [URL_B], opened: [URL_B] });
    expect(decisionText(again, [HERE, OTHER])).toBe(decisionText(plan, [HERE]));
  });

  it('is the same when something moved that no change is about', () => {
    const other = planOf({ webhooks: { clicked: [URL_A] } }, { clicked: [URL_B] });
    expect(decisionText(other, [HERE])).toBe(decisionText(plan, [HERE]));
  });

  it('does not depend on the order in which the keys of a value were made', () => {
    const text = JSON.stringify(plan, (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    const turned: Plan = JSON.parse(text);
    expect(decisionText(turned, [HERE])).toBe(decisionText(plan, [HERE]));
  });

  it.each([
    ['what is wanted', planOf({ webhooks: { clicked: [URL_B, URL_A] } }, { clicked: [URL_B] }), HERE],
    ['what was there', planOf({ webhooks: { clicked: [URL_A] } }, { clicked: ['https://x.example/'] }), HERE],
    ['the kind of change', planOf({ webhooks: { clicked: [URL_A] } }, {}), HERE],
    ['the event type', planOf({ webhooks: { opened: [URL_A] } }, { opened: [URL_B] }), HERE],
    ['the host', plan, accountOn({ origin: 'http://127.0.0.1:2' })],
    ['the subaccount', plan, accountOn({ origin: 'http://127.0.0.1:1' }, { subaccount: 'abc' })],
  ] as const)('differs when %s differs', (_title, other, account) => {
    expect(decisionText(other, [account])).not.toBe(decisionText(plan, [HERE]));
  });

  it('differs whenever the changes differ', () => {
    fc.assert(
      fc.property(arbitraryDesired, arbitraryDesired, arbitraryActual, (one, two, actual) => {
        const first = planOf(one, actual.webhooks);
        const second = planOf(two, actual.webhooks);
        const sameChanges = JSON.stringify(changesOf(first)) === JSON.stringify(changesOf(second));
        expect(decisionText(first, [HERE]) === decisionText(second, [HERE])).toBe(sameChanges);
      }),
    );
  });

  it('names the accounts that change and no others', () => {
    expect(decisionText(plan, [HERE, OTHER])).toContain(MAIN);
    expect(decisionText(plan, [HERE, OTHER])).not.toContain('other');
  });
});
