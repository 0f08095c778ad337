import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { FaultRule } from '../../src/emulator/faults/fault-rule.ts';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import type { Webhooks } from '../../src/model/webhooks.ts';
import { planDomain } from '../../src/plan/plan-domain.ts';
import { arbitraryActual, arbitraryDesired } from '../support/arbitraries.ts';
import { carryOut } from '../support/carry-out.ts';
import { withEmulator } from '../support/emulator.ts';
import { passOn } from '../support/pass.ts';

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
    return [...missing, ...gap, ...(now.length > 3 ? ['too many'] : [])].map(
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
        async (...drawn) => {
          const [desired, actual, faults] = drawn;
          const emulator = await withEmulator({
            seed: { domains: { [DOMAIN]: actual.webhooks } },
            faults,
            rate: 'none',
          });
          await passOn(emulator).converge({ domains: [desired] });
          const target = carryOut(actual, planDomain(desired, actual).changes).webhooks;
          for (const state of states(emulator, actual.webhooks)) {
            expect(lostIn(state, actual.webhooks, target)).toEqual([]);
          }
          await emulator.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
