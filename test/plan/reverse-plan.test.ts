import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webhooksAfter } from '../../src/model/call-effect.ts';
import type { DesiredDomain, DesiredState } from '../../src/model/desired-state.ts';
import type { Webhooks } from '../../src/model/webhooks.ts';
import { holdChanges } from '../../src/plan/hold.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { planChanges } from '../../src/plan/plan-changes.ts';
import { planDomain } from '../../src/plan/plan-domain.ts';
import { changedBackBy, movedSince, stateBefore, undosOf } from '../../src/plan/reverse-plan.ts';
import type { PastCall } from '../../src/plan/rewrites.ts';
import { arbitraryActual, arbitraryDesired } from '../support/arbitraries.ts';
import { desiredDomain, MAIN, MG, readDomain } from '../support/domains.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const C = 'https://hooks.example.com/c';
const VENDOR = 'https://api.vendor.example/x';
const PLAN_ID = '0123456789ab';

/** Carries out what a configuration asks of the domain, as an apply does, and gives the calls and the outcome. */
function carryOut(desired: DesiredDomain, actual: Webhooks) {
  const past: PastCall[] = [];
  let webhooks = actual;
  for (const call of planDomain(desired, readDomain(actual), 'auto').calls) {
    const after = webhooksAfter(webhooks, call);
    past.push({ atMs: past.length, planId: PLAN_ID, call, before: webhooks, after });
    webhooks = after;
  }
  return { past, webhooks };
}

const NOTHING: DesiredState = { domains: [], patterns: [], doubts: [] };

/** The reverse plan of past calls against what Mailgun has now. */
function reverse(past: readonly PastCall[], now: Webhooks, configured: DesiredState = NOTHING): Plan {
  const undos = undosOf(past);
  const plan = planChanges({
    desired: stateBefore(undos, configured).domains,
    states: [readDomain(now)],
    unreadPatterns: [],
    unmatchedPatterns: [],
  });
  return holdChanges(plan, movedSince(undos, PLAN_ID), () => 'auto');
}

function webhooksAtLast(plan: Plan, now: Webhooks): Webhooks {
  return plan.domains.flatMap(({ calls }) => calls).reduce(webhooksAfter, now);
}

describe('a reverse plan', () => {
  it('brings back exactly what there was, whatever the plan did', () => {
    fc.assert(
      fc.property(arbitraryDesired, arbitraryActual, (desired, actual) => {
        const { past, webhooks } = carryOut(desired, actual.webhooks);
        expect(webhooksAtLast(reverse(past, webhooks), webhooks)).toEqual(actual.webhooks);
      }),
    );
  });

  it('touches only what the plan changed', () => {
    const desired = desiredDomain({ webhooks: { clicked: [A] } });
    const { past } = carryOut(desired, { clicked: [B], opened: [B] });
    const plan = reverse(past, { clicked: [A], opened: [C], delivered: [C] });
    expect(plan.domains[0]?.changes.map(({ key }) => key.eventType)).toEqual(['clicked']);
    expect(plan.domains[0]?.held).toEqual([]);
  });

  it('leaves alone what changed since, and says so', () => {
    const desired = desiredDomain({ webhooks: { clicked: [A], opened: [A] } });
    const { past } = carryOut(desired, { clicked: [B] });
    const plan = reverse(past, { clicked: [A, C], opened: [A] });
    expect(plan.domains[0]?.changes).toMatchObject([{ kind: 'delete', key: { eventType: 'opened' } }]);
    expect(plan.domains[0]?.held).toMatchObject([
      {
        change: { kind: 'update', key: { eventType: 'clicked' }, from: [A, C], to: [B] },
        reason: 'changed since plan 0123456789ab, so it is not overwritten',
      },
    ]);
  });

  it('has nothing to do where all is back already', () => {
    const { past } = carryOut(desiredDomain({ webhooks: { clicked: [A] } }), { clicked: [B] });
    const plan = reverse(past, { clicked: [B] });
    expect(plan.domains[0]).toMatchObject({ changes: [], held: [], calls: [] });
  });

  it('goes back to before the first call and not to what came in between', () => {
    const clicked = { account: MAIN, domain: MG, eventType: 'clicked' } as const;
    const past: readonly PastCall[] = [
      {
        atMs: 0,
        planId: PLAN_ID,
        call: { kind: 'v3-update', ...clicked, urls: [A, B] },
        before: { clicked: [B] },
        after: { clicked: [A, B] },
      },
      {
        atMs: 1,
        planId: PLAN_ID,
        call: { kind: 'v3-update', ...clicked, urls: [A] },
        before: { clicked: [A, B] },
        after: { clicked: [A] },
      },
    ];
    expect(undosOf(past)).toEqual([{ key: clicked, before: [B], left: [[A]] }]);
  });

  it('brings back what there was, whether the last call was carried out or not', () => {
    fc.assert(
      fc.property(arbitraryDesired, arbitraryActual, fc.boolean(), (desired, actual, wasDone) => {
        const { past, webhooks } = carryOut(desired, actual.webhooks);
        const last = past.at(-1);
        if (last === undefined) return;
        const calls = [...past.slice(0, -1), { ...last, outcome: 'unknown' as const }];
        const now = wasDone ? webhooks : last.before;
        const plan = reverse(calls, now);
        expect(plan.domains.flatMap(({ held }) => held)).toEqual([]);
        expect(webhooksAtLast(plan, now)).toEqual(actual.webhooks);
      }),
    );
  });

  it('has nothing to do where the only call did not happen', () => {
    const { past } = carryOut(desiredDomain({ webhooks: { clicked: [A] } }), { clicked: [B] });
    const plan = reverse(
      past.map((call) => ({ ...call, outcome: 'unknown' })),
      { clicked: [B] },
    );
    expect(plan.domains[0]).toMatchObject({ changes: [], held: [], calls: [] });
  });

  it('never removes a URL that the configuration ignores', () => {
    const { past } = carryOut(desiredDomain({ webhooks: { clicked: [A] } }), {});
    const [created] = past;
    if (created === undefined) throw new Error('Nothing was carried out');
    // Somebody added a URL in the moment of our call, so the answer shows it.
    const answered = { ...created, after: { clicked: [VENDOR, A].sort() } };
    const ignoring = desiredDomain({ ignore: ['https://*.vendor.example/**'] });
    const plan = reverse([answered], answered.after, { domains: [ignoring], patterns: [], doubts: [] });
    expect(webhooksAtLast(plan, answered.after)).toEqual({ clicked: [VENDOR] });
  });
});

describe('what a configuration would change back', () => {
  const { past, webhooks } = carryOut(desiredDomain({ webhooks: { clicked: [A], opened: [A] } }), {
    clicked: [B],
  });
  const plan = reverse(past, webhooks);

  it.each([
    ['all, if it still asks for the other URLs', { clicked: [A], opened: [A] }, ['opened', 'clicked']],
    ['a part of it', { clicked: [B], opened: [A] }, ['opened']],
    ['nothing, if it was changed too', { clicked: [B], opened: [] }, []],
    ['nothing that it does not name', {}, []],
  ])('is %s', (_name, asked, eventTypes) => {
    const configured = { domains: [desiredDomain({ webhooks: asked })], patterns: [], doubts: [] };
    expect(changedBackBy(configured, plan).map(({ eventType }) => eventType)).toEqual(eventTypes);
  });

  it('is nothing for a domain that it no longer has', () => {
    expect(changedBackBy(NOTHING, plan)).toEqual([]);
  });
});
