import { describe, expect, it } from 'vitest';
import { type AccountName, accountName } from '../../src/model/account.ts';
import type { Webhooks } from '../../src/model/webhooks.ts';
import { removedLately } from '../../src/plan/guard-history.ts';
import { planChanges } from '../../src/plan/plan-changes.ts';
import type { PastCall } from '../../src/plan/rewrites.ts';
import { desiredDomain, MAIN, MG, readDomain } from '../support/domains.ts';

const ACCOUNT = { name: MAIN, guard: { maxDeletes: 3, maxDeletePercent: 100, requireEndMark: true } };

const url = (name: string) => `https://hooks.example.com/${name}`;

interface Step {
  readonly planId?: string;
  readonly account?: AccountName;
  readonly outcome?: 'unknown';
  readonly before: Webhooks;
  readonly after: Webhooks;
}

const past = (...steps: readonly Step[]): readonly PastCall[] =>
  steps.map(({ planId = 'p', account = MAIN, ...rest }, index) => ({
    atMs: index,
    planId,
    call: { kind: 'v3-delete', account, domain: MG, eventType: 'clicked' },
    ...rest,
  }));

const clicked = (...names: readonly string[]): Webhooks => ({ clicked: names.map(url) });

/** A plan for a domain that has the one, and is to have the other. */
const planOf = (from: Webhooks, to: Webhooks) =>
  planChanges({
    desired: [desiredDomain({ webhooks: to })],
    states: [readDomain(from)],
    unreadPatterns: [],
    unmatchedPatterns: [],
  });

describe('removedLately', () => {
  it('counts the deliveries that each call took away, and none that it added', () => {
    const calls = past(
      { before: clicked('a', 'b'), after: clicked('b', 'c') },
      { before: { opened: [url('a')] }, after: {} },
      { before: {}, after: { delivered: [url('a')] } },
    );
    expect(removedLately(calls, ACCOUNT)).toBe(2);
  });

  it('leaves the calls of other accounts out', () => {
    const calls = past({ account: accountName('other'), before: clicked('a'), after: {} });
    expect(removedLately(calls, ACCOUNT)).toBe(0);
  });

  it('leaves out a plan that somebody must have approved, also after a part of it was taken back', () => {
    const big = past(
      { planId: 'big', before: clicked('a', 'b', 'c'), after: {} },
      { planId: 'big', before: { opened: [url('a')] }, after: {} },
      { planId: 'back', before: {}, after: clicked('a', 'b') },
    );
    expect(removedLately(big, ACCOUNT)).toBe(0);
    expect(removedLately([...big, ...past({ before: clicked('x'), after: {} })], ACCOUNT)).toBe(1);
  });

  it('counts a plan that runs again as no bigger than it is', () => {
    const removes = { planId: 'again', before: clicked('a', 'b', 'c'), after: clicked('c') };
    const back = { planId: 'back', before: clicked('c'), after: clicked('a', 'b', 'c') };
    expect(removedLately(past(removes, back, removes), ACCOUNT)).toBe(2);
  });

  it('adds up plans that are each just within the limit', () => {
    const three = (planId: string, event: 'clicked' | 'opened'): Step => ({
      planId,
      before: { [event]: ['1', '2', '3'].map(url) },
      after: {},
    });
    expect(removedLately(past(three('p', 'clicked'), three('q', 'opened')), ACCOUNT)).toBe(6);
  });

  it('leaves out what a later call put back', () => {
    const calls = past(
      { before: clicked('a'), after: clicked('b') },
      { planId: 'q', before: clicked('b'), after: clicked('a') },
    );
    // What is missing is the URL that was there in between.
    expect(removedLately(calls, ACCOUNT)).toBe(1);
  });

  it('leaves out what the plan puts back, so that a change can be taken back at once', () => {
    const calls = past({ before: clicked('a', 'b', 'c'), after: clicked('x', 'y', 'z') });
    const back = planOf(clicked('x', 'y', 'z'), clicked('a', 'b', 'c'));
    expect(removedLately(calls, ACCOUNT, back)).toBe(0);
    const onward = planOf(clicked('x', 'y', 'z'), clicked('m'));
    expect(removedLately(calls, ACCOUNT, onward)).toBe(3);
  });

  it('leaves out what somebody else has put back', () => {
    const calls = past({ before: clicked('a'), after: {} });
    expect(removedLately(calls, ACCOUNT, planOf(clicked('a'), {}))).toBe(0);
  });

  it('counts a removal of unknown outcome, and takes nothing for put back by such a call', () => {
    const removed: Step = { outcome: 'unknown', before: clicked('a', 'b'), after: clicked('b') };
    expect(removedLately(past(removed), ACCOUNT)).toBe(1);
    const back: Step = { planId: 'q', outcome: 'unknown', before: clicked('b'), after: clicked('a', 'b') };
    expect(removedLately(past(removed, back), ACCOUNT)).toBe(1);
  });

  it('counts none that the domain still has', () => {
    const removed: Step = { outcome: 'unknown', before: clicked('a', 'b'), after: clicked('b') };
    const still = planOf(clicked('a', 'b'), clicked('a', 'b'));
    expect(removedLately(past(removed), ACCOUNT, still)).toBe(0);
  });
});
