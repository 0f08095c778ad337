import { describe, expect, it } from 'vitest';
import { createBottleneckBudget } from '../../src/adapters/budget/bottleneck-budget.ts';
import { desiredDomain, domainName } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountOn, passWith } from '../support/pass.ts';
import { createSwiftClock } from '../support/swift-clock.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';

describe('a small budget', () => {
  it.each([
    [30, 24],
    [20, 24],
    [8, 6],
  ])(
    'of %i carries out all of %i changes, with few reads more than one before each write',
    async (requestsPerMinute, count) => {
      const names = Array.from({ length: count }, (_, index) => `d${index}.example.com`);
      const emulator = await withEmulator({
        seed: { domains: Object.fromEntries(names.map((name) => [name, { clicked: [A] }])) },
        rate: 'none',
      });
      const clock = createSwiftClock(50);
      const account = accountOn(emulator, { requestsPerMinute, writeApi: 'v3' });
      const budget = createBottleneckBudget({ requestsPerMinute, reserveMax: 0, clock });
      const pass = passWith(clock, budget, [account]);
      const results = await pass.converge({
        domains: names.map((name) => desiredDomain({ domain: domainName(name), webhooks: { clicked: [B] } })),
      });
      expect(results.filter(({ status }) => status !== 'applied')).toEqual([]);
      for (const name of names) expect(emulator.webhooks(name)).toEqual({ clicked: [B] });
      // A read for the plan, one right before the write, and the write; a read more where the window ran out between them.
      expect(emulator.requests().length).toBeLessThanOrEqual(3.3 * names.length);
    },
  );
});
