import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import { arbitraryActual, arbitraryDesired } from '../support/arbitraries.ts';
import { withEmulator } from '../support/emulator.ts';
import { passOn } from '../support/pass.ts';

const DOMAIN = 'mg.example.com';

describe('promise 9: fewest calls (with the v3 calls)', () => {
  it('sends one write for each event type that differs, and one read for a domain in sync', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDesired, arbitraryActual, async (desired, actual) => {
        const emulator = await withEmulator({
          seed: { domains: { [DOMAIN]: actual.webhooks } },
          rate: 'none',
        });
        const pass = passOn(emulator);
        await pass.converge({ domains: [desired] });
        const sorted = (urls: readonly string[] = []) => [...urls].sort().join(' ');
        const differing = EVENT_TYPES.filter(
          (eventType) => sorted(emulator.webhooks(DOMAIN)[eventType]) !== sorted(actual.webhooks[eventType]),
        );
        const methods = emulator.requests().map(({ method }) => method);
        expect(methods.filter((method) => method === 'GET')).toHaveLength(1);
        expect(methods.filter((method) => method !== 'GET')).toHaveLength(differing.length);
        await pass.converge({ domains: [desired] });
        expect(
          emulator
            .requests()
            .slice(methods.length)
            .map(({ method }) => method),
        ).toEqual(['GET']);
        await emulator.close();
      }),
      { numRuns: 60 },
    );
  });
});
