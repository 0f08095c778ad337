import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../../src/emulator/behaviour.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { FaultRule } from '../../src/emulator/faults/fault-rule.ts';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import type { Webhooks } from '../../src/model/webhooks.ts';
import { planDomain } from '../../src/plan/plan-domain.ts';
import { arbitraryActual, arbitraryDesired } from '../support/arbitraries.ts';
import { carryOut } from '../support/carry-out.ts';
import { desiredDomain } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountOn, passOn } from '../support/pass.ts';

const DOMAIN = 'mg.example.com';

/** A write that fails before or after its effect, or is answered with nonsense. */
const arbitraryFault: fc.Arbitrary<FaultRule> = fc.record({
  match: fc.record({ method: fc.constantFrom('POST', 'PUT', 'DELETE'), nth: fc.integer({ min: 1, max: 4 }) }),
  fault: fc.constantFrom(
    { kind: 'answer', status: 502, when: 'before' } as const,
    { kind: 'answer', status: 502, when: 'after' } as const,
    { kind: 'reset', when: 'after' } as const,
    { kind: 'html', when: 'after' } as const,
  ),
});

/** Each thing that is not known of Mailgun, in both positions. */
const arbitraryBehaviour: fc.Arbitrary<Partial<Behaviour>> = fc.record({
  v4Partial: fc.constantFrom('all-or-nothing', 'apply-what-fits'),
  v4LimitStatus: fc.constantFrom(400, 409),
  v4DeleteUnknown: fc.constantFrom('ignore', 'not-found'),
  v4DeleteRepeated: fc.constantFrom('first', 'all'),
  v4DeleteCommas: fc.constantFrom('list', 'literal'),
  v4PutAbsent: fc.constantFrom('not-found', 'upsert'),
  putAbsent: fc.constantFrom('not-found', 'upsert'),
  deleteAbsent: fc.constantFrom('not-found', 'ok'),
  urlOrder: fc.constantFrom('insertion', 'rotating'),
  absentEventTypes: fc.constantFrom('omit', 'null', 'empty-urls'),
});

/** Every state the domain was in, from before the apply to after it. */
function states(emulator: Emulator, first: Readonly<Record<string, readonly string[]>>) {
  return [first, ...emulator.history().map((change) => change.webhooks)];
}

/** What a state breaks of the promise on the way from `before` to `after`. */
function lostIn(
  state: Readonly<Record<string, readonly string[]>>,
  before: Webhooks,
  after: Webhooks,
): readonly string[] {
  return EVENT_TYPES.flatMap((eventType) => {
    const now = state[eventType] ?? [];
    const old = before[eventType] ?? [];
    const next = after[eventType] ?? [];
    const missing = old.filter((url) => next.includes(url) && !now.includes(url));
    const gap = old.length > 0 && next.length > 0 && now.length === 0 ? ['nothing'] : [];
    const stray = now
      .filter((url) => !(old.includes(url) || next.includes(url)))
      .map((url) => `stray ${url}`);
    return [...missing, ...gap, ...stray, ...(now.length > 3 ? ['too many'] : [])].map(
      (what) => `${eventType}: ${what}`,
    );
  });
}

describe('promise 7: no lost event', () => {
  it('keeps every URL that is in both actual and desired, and no event type empty in between, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDesired,
        arbitraryActual,
        fc.array(arbitraryFault, { maxLength: 3 }),
        fc.record({ behaviour: arbitraryBehaviour, writeApi: fc.constantFrom('auto', 'v3') }),
        async (...drawn) => {
          const [desired, actual, faults, { behaviour, writeApi }] = drawn;
          const emulator = await withEmulator({
            seed: { domains: { [DOMAIN]: actual.webhooks } },
            faults,
            behaviour,
            rate: 'none',
          });
          const pass = passOn(emulator, [accountOn(emulator, { writeApi })]);
          await pass.converge({ domains: [desired] });
          const target = carryOut(actual, planDomain(desired, actual).changes).webhooks;
          for (const state of states(emulator, actual.webhooks)) {
            expect(lostIn(state, actual.webhooks, target)).toEqual([]);
          }
          emulator.clearFaults();
          await pass.converge({ domains: [desired] });
          expect(await pass.converge({ domains: [desired] })).toEqual([]);
          await emulator.close();
        },
      ),
      { numRuns: 150 },
    );
  });

  /** From three old hosts on all event types to three new ones, with one URL that stays: calls of every kind. */
  it.each(['v3', 'auto'] as const)(
    'holds whichever call fails, before or after its effect, and the next pass ends it (%s)',
    async (writeApi) => {
      const url = (name: string) => `https://${name}.example.com/hook`;
      const before = Object.fromEntries(
        EVENT_TYPES.map((each, index) => [each, index % 2 === 0 ? [url('old'), url('stays')] : [url('old')]]),
      );
      const desired = desiredDomain({
        webhooks: Object.fromEntries(
          EVENT_TYPES.map((each, index) => [
            each,
            index % 2 === 0 ? [url('new'), url('stays')] : index === 7 ? [] : [url('new')],
          ]),
        ),
      });
      const target = desired.webhooks;
      for (let nth = 1; nth <= 9; nth += 1) {
        for (const when of ['before', 'after'] as const) {
          const emulator = await withEmulator({
            seed: { domains: { [DOMAIN]: before } },
            faults: [
              { match: { method: 'POST', nth }, fault: { kind: 'answer', status: 502, when } },
              { match: { method: 'PUT', nth }, fault: { kind: 'reset', when } },
              { match: { method: 'DELETE', nth }, fault: { kind: 'answer', status: 500, when } },
            ],
          });
          const pass = passOn(emulator, [accountOn(emulator, { writeApi })]);
          await pass.converge({ domains: [desired] });
          await pass.converge({ domains: [desired] });
          for (const state of states(emulator, before)) expect(lostIn(state, before, target)).toEqual([]);
          expect(await pass.converge({ domains: [desired] })).toEqual([]);
          await emulator.close();
        }
      }
    },
  );
});
