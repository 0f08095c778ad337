import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTypesOf } from '../../src/model/call.ts';
import { removedUrls, urlsAfter, urlsBefore } from '../../src/model/change.ts';
import type { EVENT_TYPES } from '../../src/model/event-type.ts';
import { matchesGlob } from '../../src/model/glob.ts';
import { isInSync } from '../../src/plan/plan.ts';
import { planDomain } from '../../src/plan/plan-domain.ts';
import { arbitraryActual, arbitraryDesired } from '../support/arbitraries.ts';
import { carryOut } from '../support/carry-out.ts';
import { desiredDomain, readDomain } from '../support/domains.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const FOREIGN = 'https://else.example.com/';
const key = (eventType: (typeof EVENT_TYPES)[number]) => ({
  account: 'main',
  domain: 'mg.example.com',
  eventType,
});

describe('planDomain', () => {
  it('creates, updates and deletes under the policy exact', () => {
    const desired = desiredDomain({ policy: 'exact', webhooks: { delivered: [A], clicked: [A, B] } });
    const actual = readDomain({ clicked: [A, FOREIGN], opened: [FOREIGN] });
    expect(planDomain(desired, actual).changes).toEqual([
      { kind: 'create', key: key('delivered'), to: [A] },
      { kind: 'delete', key: key('opened'), from: [FOREIGN] },
      { kind: 'update', key: key('clicked'), from: [A, FOREIGN], to: [A, B] },
    ]);
  });

  it('sends what has to be there first and what goes last', () => {
    const desired = desiredDomain({ policy: 'exact', webhooks: { delivered: [A], clicked: [A, B] } });
    const actual = readDomain({ clicked: [A], opened: [FOREIGN] });
    expect(planDomain(desired, actual).calls.map((call) => call.kind)).toEqual([
      'v3-create',
      'v3-update',
      'v3-delete',
    ]);
  });

  it('shows an event type outside the policy as unmanaged, without its ignored URLs', () => {
    const desired = desiredDomain({ ignore: ['https://vendor.example/**'], webhooks: { delivered: [A] } });
    const actual = readDomain({ delivered: [A], opened: [FOREIGN, 'https://vendor.example/x'] });
    const plan = planDomain(desired, actual);
    expect(plan.unmanaged).toEqual([{ key: key('opened'), urls: [FOREIGN] }]);
    expect(plan.ignored).toEqual([{ key: key('opened'), urls: ['https://vendor.example/x'] }]);
    expect(isInSync(plan)).toBe(true);
  });

  it('refuses a fourth URL on its event type alone', () => {
    const full = [FOREIGN, `${FOREIGN}2`, `${FOREIGN}3`];
    const desired = desiredDomain({ policy: 'merge', webhooks: { delivered: [A], clicked: [A] } });
    const plan = planDomain(desired, readDomain({ delivered: full }));
    expect(plan.conflicts).toEqual([{ key: key('delivered'), desired: [A], kept: full }]);
    expect(plan.changes).toEqual([{ kind: 'create', key: key('clicked'), to: [A] }]);
    expect(isInSync(plan)).toBe(false);
  });
});

describe('planDomain, for any configuration and any actual state', () => {
  const holds = (check: (plan: ReturnType<typeof planDomain>) => void) =>
    fc.assert(
      fc.property(arbitraryDesired, arbitraryActual, (desired, actual) => check(planDomain(desired, actual))),
      { numRuns: 1000 },
    );

  it('leaves nothing to change once it was carried out', () => {
    holds((plan) => {
      const after = carryOut(plan.actual, plan.changes);
      expect(planDomain(plan.desired, after).changes).toEqual([]);
    });
  });

  it('sends one v3 call for each change, if not told otherwise', () => {
    holds((plan) => {
      expect(plan.calls.flatMap(eventTypesOf).sort()).toEqual(
        plan.changes.map((change) => change.key.eventType).sort(),
      );
    });
  });

  it('decides the same whatever API the calls are for, and never takes more calls than with v3 alone', () => {
    holds((plan) => {
      const auto = planDomain(plan.desired, plan.actual, 'auto');
      expect({ ...auto, calls: [] }).toEqual({ ...plan, calls: [] });
      expect(auto.calls.length).toBeLessThanOrEqual(plan.calls.length);
    });
  });

  it('never asks for more than three URLs', () => {
    holds((plan) => {
      for (const change of plan.changes) expect(urlsAfter(change).length).toBeLessThanOrEqual(3);
    });
  });

  it('never removes an ignored URL, whatever the policy', () => {
    holds((plan) => {
      const removed = plan.changes.flatMap(removedUrls);
      for (const pattern of plan.desired.ignore) {
        expect(removed.filter((url) => matchesGlob(pattern, url))).toEqual([]);
      }
    });
  });

  it('never removes a URL that the configuration names on that event type', () => {
    holds((plan) => {
      for (const change of plan.changes) {
        const named = plan.desired.webhooks[change.key.eventType] ?? [];
        expect(removedUrls(change).filter((url) => named.includes(url))).toEqual([]);
      }
    });
  });

  it('removes nothing under merge and changes nothing under observe', () => {
    holds((plan) => {
      if (plan.desired.policy === 'merge') expect(plan.changes.flatMap(removedUrls)).toEqual([]);
      if (plan.desired.policy === 'observe') expect(plan.changes).toEqual([]);
    });
  });

  it('touches an event type that the configuration does not name only under exact', () => {
    holds((plan) => {
      const unnamed = plan.changes.filter(
        (change) => plan.desired.webhooks[change.key.eventType] === undefined,
      );
      if (plan.desired.policy !== 'exact') expect(unnamed).toEqual([]);
    });
  });

  it('states in each change what was there before', () => {
    holds((plan) => {
      for (const change of plan.changes) {
        expect(urlsBefore(change)).toEqual(plan.actual.webhooks[change.key.eventType] ?? []);
      }
    });
  });
});

describe('policies, from careful to thorough', () => {
  /** Each policy may do everything the one before it may, and nothing else is new but what its row of the table says. */
  const ORDER = ['observe', 'merge', 'listed', 'exact'] as const;

  it('never remove a delivery that a more thorough policy would keep', () => {
    fc.assert(
      fc.property(arbitraryDesired, arbitraryActual, (desired, actual) => {
        const removedBy = ORDER.map((policy) =>
          planDomain({ ...desired, policy }, actual).changes.flatMap((change) =>
            removedUrls(change).map((url) => `${change.key.eventType} ${url}`),
          ),
        );
        for (const [index, removed] of removedBy.entries()) {
          const next = removedBy[index + 1] ?? removed;
          expect(removed.filter((delivery) => !next.includes(delivery))).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
