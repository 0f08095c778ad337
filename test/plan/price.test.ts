import { describe, expect, it } from 'vitest';
import { planDomain } from '../../src/plan/plan-domain.ts';
import { priceOf, waitingSeconds } from '../../src/plan/price.ts';
import { desiredDomain, readDomain } from '../support/domains.ts';

const rested = { perMinute: 300, remaining: 300, pausedForMs: 0 };

describe('waitingSeconds', () => {
  it.each([
    ['nothing costs nothing', 0, rested, 0],
    ['what is left of the budget goes at once', 300, rested, 0],
    ['one call more waits a minute', 301, rested, 60],
    ['3,000 calls wait nine minutes', 3000, rested, 540],
    ['a spent budget makes the first call wait', 1, { ...rested, remaining: 0 }, 60],
    ['a pause comes on top', 1, { ...rested, pausedForMs: 4200 }, 5],
    ['a smaller share takes longer', 120, { perMinute: 60, remaining: 60, pausedForMs: 0 }, 60],
  ] as const)('%s', (...row) => {
    const [, calls, budget, seconds] = row;
    expect(waitingSeconds(calls, budget)).toBe(seconds);
  });
});

describe('priceOf', () => {
  const A = 'https://hooks.example.com/a';
  const B = 'https://hooks.example.com/b';

  it('counts calls by kind, and a read for each domain whose calls replace or remove', () => {
    const plans = [
      planDomain(desiredDomain({ webhooks: { clicked: [A] } }), readDomain({})),
      planDomain(desiredDomain({ webhooks: { clicked: [A] } }), readDomain({ clicked: [B] })),
      planDomain(desiredDomain({ webhooks: { clicked: [A] } }), readDomain({ clicked: [A] })),
    ];
    expect(priceOf(plans)).toEqual({
      calls: 2,
      byKind: { 'v3-create': 1, 'v3-update': 1 },
      rereads: 1,
      requests: 3,
      saved: 0,
    });
  });

  it('says how many requests v3 alone would take on top', () => {
    const plan = planDomain(
      desiredDomain({ webhooks: { clicked: [A], opened: [A], complained: [A] } }),
      readDomain({}),
    );
    const calls = [
      {
        account: plan.account,
        domain: plan.domain,
        kind: 'v4-create',
        url: A,
        eventTypes: ['opened', 'clicked', 'complained'],
      },
    ] as const;
    expect(priceOf([{ ...plan, calls }])).toMatchObject({ calls: 1, requests: 1, saved: 2 });
  });
});
