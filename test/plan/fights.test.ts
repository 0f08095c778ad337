import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, changeBetween } from '../../src/model/change.ts';
import { FIGHT_LOOK_BACK_MS, fightsIn } from '../../src/plan/fights.ts';
import { holdChanges } from '../../src/plan/hold.ts';
import { isInSync } from '../../src/plan/plan.ts';
import { planChanges } from '../../src/plan/plan-changes.ts';
import type { Rewrite } from '../../src/plan/rewrites.ts';
import { desiredDomain, domainName, MAIN, MG, readDomain } from '../support/domains.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const C = 'https://hooks.example.com/c';
const KEY = { account: MAIN, domain: MG, eventType: 'clicked' } as const;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOON_MS = Date.UTC(2026, 0, 31, 12);

/** A rewrite of `clicked` to A, so many minutes after noon. */
function rewrite(minutes: number, fields: Partial<Rewrite> = {}): Rewrite {
  return {
    key: KEY,
    planId: '0123456789ab',
    atMs: NOON_MS + minutes * MINUTE_MS,
    from: [B],
    to: [A],
    ...fields,
  };
}

function change(from: readonly string[], to: readonly string[]): Change {
  const made = changeBetween(KEY, from, to);
  if (made === undefined) throw new Error('The same URLs make no change');
  return made;
}

/** Until when, in minutes after noon, a change of `clicked` from B to A is held; `undefined` if it is not. */
function heldUntil(
  rewrites: readonly Rewrite[],
  nowMinutes: number,
  due = change([B], [A]),
): number | undefined {
  const hold = fightsIn(rewrites, NOON_MS + nowMinutes * MINUTE_MS)(due);
  return hold?.untilMs === undefined ? undefined : (hold.untilMs - NOON_MS) / MINUTE_MS;
}

describe('a webhook that something else changes back', () => {
  it('is held after three rewrites in an hour, for an hour', () => {
    const three = [rewrite(0), rewrite(20), rewrite(50)];
    expect(heldUntil(three.slice(0, 2), 55)).toBeUndefined();
    expect(heldUntil(three, 55)).toBe(110);
    expect(heldUntil(three, 109.9)).toBe(110);
    expect(heldUntil(three, 110)).toBeUndefined();
  });

  it('is not held for rewrites that are far apart and found something else each time', () => {
    expect(heldUntil([rewrite(0), rewrite(40, { from: [C] }), rewrite(80)], 85)).toBeUndefined();
  });

  it('is tried once after a hold, and then held for twice as long, six hours at most', () => {
    const three = [rewrite(0), rewrite(5), rewrite(10)];
    const fourth = [...three, rewrite(70)];
    expect(heldUntil(fourth, 75)).toBe(70 + 120);
    const fifth = [...fourth, rewrite(190)];
    expect(heldUntil(fifth, 195)).toBe(190 + 240);
    const sixth = [...fifth, rewrite(430)];
    expect(heldUntil(sixth, 435)).toBe(430 + 360);
    expect(heldUntil([...sixth, rewrite(790)], 800)).toBe(790 + 360);
  });

  it('starts anew when it had been left alone for long after a hold', () => {
    const before = [rewrite(0), rewrite(5), rewrite(10)];
    expect(heldUntil([...before, rewrite(300)], 305)).toBeUndefined();
    expect(heldUntil([...before, rewrite(300), rewrite(305), rewrite(310)], 315)).toBe(370);
  });

  it('is said to be changed, with since when and how often', () => {
    const rewrites = [rewrite(0), rewrite(5, { from: [C] }), rewrite(10)];
    const hold = fightsIn(rewrites, NOON_MS + 11 * MINUTE_MS)(change([B], [A]));
    expect(hold?.reason).toBe(
      'written 3 times since 2026-01-31 12:00 UTC, and something else changed it each time',
    );
  });

  it('is not held for rewrites of another webhook', () => {
    const others = [
      rewrite(0),
      rewrite(5, { key: { ...KEY, eventType: 'opened' } }),
      rewrite(10, { key: { ...KEY, domain: domainName('other.example.com') } }),
      rewrite(15),
    ];
    expect(heldUntil(others, 20)).toBeUndefined();
  });

  it('is held when it is deleted and comes back', () => {
    const deletions = [0, 5, 10].map((minutes) => rewrite(minutes, { to: [] }));
    expect(heldUntil(deletions, 15, change([B], []))).toBe(70);
  });

  it('is not held by rewrites of a clock that was set back since', () => {
    const ahead = [0, 5, 10].map((minutes) => rewrite(minutes + 60 * 24 * 365));
    expect(heldUntil(ahead, 15)).toBeUndefined();
  });
});

describe('a write that has no effect', () => {
  it('is held after three passes that found the same, however slow they are', () => {
    const passes = [rewrite(0), rewrite(60), rewrite(120)];
    expect(heldUntil(passes, 121)).toBe(180);
    expect(heldUntil([...passes, rewrite(180)], 181)).toBe(300);
  });

  it('is said to be found as before, with both reasons that this may have', () => {
    const hold = fightsIn([rewrite(0), rewrite(5), rewrite(10)], NOON_MS + 11 * MINUTE_MS)(change([B], [A]));
    expect(hold?.reason).toMatch(/found as before each time: something else .* Mailgun accepts the write/);
  });
});

describe('a changed goal', () => {
  it('ends a hold', () => {
    const three = [rewrite(0), rewrite(5), rewrite(10)];
    expect(heldUntil(three, 15, change([B], [C]))).toBeUndefined();
  });

  it('makes earlier rewrites not count, also when it is changed back', () => {
    const other = rewrite(12, { from: [A], to: [B], planId: 'ffffffffffff' });
    expect(heldUntil([rewrite(0), rewrite(5), rewrite(10), other], 15)).toBeUndefined();
    expect(heldUntil([rewrite(0), rewrite(5), other, rewrite(14)], 15)).toBeUndefined();
  });

  it('is not what a plan passes through on its way', () => {
    const onTheWay = rewrite(9, { to: [A, B] });
    expect(heldUntil([rewrite(0), rewrite(5), onTheWay, rewrite(10)], 15)).toBe(70);
  });
});

it('However two programs fight, a webhook is written three times in any hour at most', () => {
  const passes = fc.record({
    everyMinutes: fc.integer({ min: 1, max: 90 }),
    foreign: fc.array(fc.constantFrom([B], [C], [A, B], []), { minLength: 1, maxLength: 5 }),
  });
  fc.assert(
    fc.property(passes, ({ everyMinutes, foreign }) => {
      const done: Rewrite[] = [];
      for (let minute = 0; minute < 3000; minute += everyMinutes) {
        const from = foreign[Math.floor(minute / everyMinutes) % foreign.length] ?? [B];
        const known = done.filter(({ atMs }) => atMs >= NOON_MS + minute * MINUTE_MS - FIGHT_LOOK_BACK_MS);
        if (heldUntil(known, minute, change(from, [A])) === undefined) done.push(rewrite(minute, { from }));
      }
      for (const { atMs } of done) {
        const inHour = done.filter((each) => each.atMs >= atMs && each.atMs < atMs + HOUR_MS);
        expect(inHour.length).toBeLessThanOrEqual(3);
      }
      // It never gives up for good either.
      expect(NOON_MS + 3000 * MINUTE_MS - (done.at(-1)?.atMs ?? 0)).toBeLessThanOrEqual(8 * HOUR_MS);
    }),
    { numRuns: 300 },
  );
});

describe('a plan with held changes', () => {
  const held = (writeApi: 'auto' | 'v3') => {
    const plan = planChanges({
      desired: [desiredDomain({ webhooks: { clicked: [A], opened: [A], delivered: [A] } })],
      states: [readDomain({ clicked: [B] })],
      unreadPatterns: [],
      unmatchedPatterns: [],
    });
    const [domain] = holdChanges(
      plan,
      ({ key }) => (key.eventType === 'clicked' ? { reason: 'a fight', untilMs: NOON_MS } : undefined),
      () => writeApi,
    ).domains;
    if (domain === undefined) throw new Error('The domain is missing from the plan');
    return domain;
  };

  it('keeps them apart, and compiles the calls of the others alone', () => {
    const domain = held('v3');
    expect(domain.changes.map(({ key }) => key.eventType)).toEqual(['delivered', 'opened']);
    expect(domain.held).toEqual([{ change: change([B], [A]), reason: 'a fight', untilMs: NOON_MS }]);
    expect(domain.calls.map((call) => call.kind)).toEqual(['v3-create', 'v3-create']);
  });

  it('takes the fewest calls for those that are left', () => {
    expect(held('auto').calls).toEqual([
      { kind: 'v4-create', account: MAIN, domain: MG, url: A, eventTypes: ['delivered', 'opened'] },
    ]);
  });

  it('is not in sync', () => {
    expect(isInSync({ ...held('v3'), changes: [] })).toBe(false);
  });
});
