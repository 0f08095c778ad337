import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import { matchesGlob } from '../../src/model/glob.ts';
import { arbitraryActual, arbitraryDesired } from '../support/arbitraries.ts';
import { desiredDomain } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { passOn } from '../support/pass.ts';

/** How v4 calls may behave, which nobody has written down. */
const arbitraryBehaviour = fc.record({
  v4Partial: fc.constantFrom('all-or-nothing', 'apply-what-fits'),
  v4DeleteUnknown: fc.constantFrom('ignore', 'not-found'),
  v4DeleteRepeated: fc.constantFrom('first', 'all'),
  v4DeleteCommas: fc.constantFrom('list', 'literal'),
  v4PutAbsent: fc.constantFrom('not-found', 'upsert'),
  v4LimitStatus: fc.constantFrom(400, 409),
} as const);

const DOMAIN = 'mg.example.com';

describe('promise 8: foreign stays foreign', () => {
  it('keeps ignored URLs under every policy, and under merge every URL that was there', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDesired,
        arbitraryActual,
        arbitraryBehaviour,
        async (desired, actual, drawn) => {
          const emulator = await withEmulator({
            seed: { domains: { [DOMAIN]: actual.webhooks } },
            behaviour: drawn,
            rate: 'none',
          });
          await passOn(emulator).converge({ domains: [desired] });
          for (const eventType of EVENT_TYPES) {
            const before = actual.webhooks[eventType] ?? [];
            const ignored = before.filter((url) =>
              desired.ignore.some((pattern) => matchesGlob(pattern, url)),
            );
            const stays = desired.policy === 'merge' ? before : ignored;
            expect(emulator.webhooks(DOMAIN)[eventType] ?? []).toEqual(expect.arrayContaining([...stays]));
          }
          await emulator.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('refuses a fourth URL, says so, and writes nothing to that event type', async () => {
    const full = ['a', 'b', 'c'].map((name) => `https://else.example.com/${name}`);
    const emulator = await withEmulator({ seed: { domains: { [DOMAIN]: { clicked: full } } } });
    const pass = passOn(emulator);
    const preview = await pass.preview({
      domains: [desiredDomain({ policy: 'merge', webhooks: { clicked: ['https://hooks.example.com/'] } })],
    });
    expect(preview.plan.domains[0]?.conflicts).toMatchObject([{ key: { eventType: 'clicked' }, kept: full }]);
    await pass.apply(preview);
    expect(emulator.webhooks(DOMAIN)).toEqual({ clicked: full });
  });
});
