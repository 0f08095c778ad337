import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import { arbitraryActual, arbitraryDesired } from '../support/arbitraries.ts';
import { domainName, MAIN } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountOn, passOn } from '../support/pass.ts';

const DOMAIN = 'mg.example.com';

describe('promise 9: fewest calls', () => {
  it.each([{ writeApi: 'v3' }, { writeApi: 'auto' }] as const)(
    'sends no more writes than event types differ, and one read for a domain in sync ($writeApi)',
    async ({ writeApi }) => {
      await fc.assert(
        fc.asyncProperty(arbitraryDesired, arbitraryActual, async (desired, actual) => {
          const emulator = await withEmulator({
            seed: { domains: { [DOMAIN]: actual.webhooks } },
            rate: 'none',
          });
          const pass = passOn(emulator, [accountOn(emulator, { writeApi })]);
          const { plan } = await pass.preview({ domains: [desired] });
          await pass.converge({ domains: [desired] });
          const sorted = (urls: readonly string[] = []) => [...urls].sort().join(' ');
          const differing = EVENT_TYPES.filter(
            (each) => sorted(emulator.webhooks(DOMAIN)[each]) !== sorted(actual.webhooks[each]),
          );
          const methods = emulator.requests().map(({ method }) => method);
          const writes = methods.filter((method) => method !== 'GET');
          expect(methods.length - writes.length).toBe(2);
          expect(writes).toHaveLength(plan.domains[0]?.calls.length ?? 0);
          expect(writes.length).toBeLessThanOrEqual(differing.length);
          if (writeApi === 'v3') expect(writes).toHaveLength(differing.length);
          await pass.converge({ domains: [desired] });
          const after = emulator.requests().slice(methods.length);
          expect(after.map(({ method }) => method)).toEqual(['GET']);
          await emulator.close();
        }),
        { numRuns: 60 },
      );
    },
  );

  it('takes one write a domain for a URL on all eight event types, where v3 alone takes eight', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `d${index}.example.com`);
    const emulator = await withEmulator({
      seed: { domains: Object.fromEntries(names.map((name) => [name, {}])) },
      rate: 'none',
    });
    const webhooks = Object.fromEntries(EVENT_TYPES.map((each) => [each, ['https://hooks.example.com/']]));
    const domains = names.map((name) => ({
      account: MAIN,
      domain: domainName(name),
      policy: 'listed' as const,
      ignore: [],
      webhooks,
    }));
    const results = await passOn(emulator).converge({ domains });
    expect(results.every(({ status }) => status === 'applied')).toBe(true);
    const writes = emulator.requests().filter(({ method }) => method !== 'GET');
    expect(writes).toHaveLength(30);
    expect(emulator.requests()).toHaveLength(60);
  });
});
