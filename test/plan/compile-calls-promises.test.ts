import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webhooksAfter } from '../../src/model/call-effect.ts';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import { matchesGlob } from '../../src/model/glob.ts';
import { buildWebhooks, type Webhooks } from '../../src/model/webhooks.ts';
import { compileCalls } from '../../src/plan/compile-calls.ts';
import { planDomain } from '../../src/plan/plan-domain.ts';
import { arbitraryActual, arbitraryDesired } from '../support/arbitraries.ts';
import { carryOut } from '../support/carry-out.ts';
import { MAIN, MG } from '../support/domains.ts';
import { AWKWARD_URLS, anyWebhooks, PAIRS, type Pair, PLAIN_URLS } from './calls/arbitrary-tables.ts';
import { breaches } from './calls/breaches.ts';

const key = { account: MAIN, domain: MG };
const arbitraryApi = fc.constantFrom('auto' as const, 'v3' as const);

function callsFor(pair: Pair, pinned: readonly string[] = [], api: 'auto' | 'v3' = 'auto') {
  const compiled = compileCalls({ key, ...pair, pinned, api });
  return compiled.kind === 'calls' ? compiled.calls : [];
}

describe('after every call of every sequence', () => {
  it.each(Object.entries(PAIRS))('keeps all promises on domains that are %s', (_, pairs) => {
    fc.assert(
      fc.property(pairs, arbitraryApi, (pair, api) => {
        expect(breaches(pair, callsFor(pair, [], api))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps all promises with awkward and pinned URLs, which no v4-update or v4-delete names', () => {
    const urls = [...AWKWARD_URLS, ...PLAIN_URLS.slice(0, 2)];
    const webhooks = anyWebhooks({ urls });
    fc.assert(
      fc.property(webhooks, webhooks, fc.subarray(urls, { maxLength: 3 }), (from, to, pinned) => {
        expect(breaches({ from, to, pinned }, callsFor({ from, to }, pinned))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it('leaves ignored URLs, and under merge all foreign ones, where they are', () => {
    const unknownHooks = fc
      .subarray(['https://hooks.example.com/a', 'https://api.vendor.example/x'])
      .map((urls) => (urls.length === 0 ? [] : [{ name: 'deliver', urls }]));
    fc.assert(
      fc.property(arbitraryDesired, arbitraryActual, unknownHooks, (desired, read, hooks) => {
        const actual = { ...read, unknownHooks: hooks };
        const plan = planDomain(desired, actual, 'auto');
        const isSafe = (url: string) =>
          desired.policy === 'merge' || desired.ignore.some((pattern) => matchesGlob(pattern, url));
        let state = actual.webhooks;
        for (const call of plan.calls) {
          state = webhooksAfter(state, call);
          for (const eventType of EVENT_TYPES) {
            const missing = (actual.webhooks[eventType] ?? []).filter(
              (url) => isSafe(url) && !state[eventType]?.includes(url),
            );
            expect(missing).toEqual([]);
          }
        }
        const to = carryOut(actual, plan.changes).webhooks;
        const pinned = hooks.flatMap(({ urls }) => urls);
        expect(breaches({ from: actual.webhooks, to, pinned }, plan.calls)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('the calls of a domain', () => {
  it('are the same in whatever order the URLs stand', () => {
    const webhooks = anyWebhooks({ urls: PLAIN_URLS });
    const backwards = (of: Webhooks): Webhooks =>
      Object.fromEntries(
        [...EVENT_TYPES].reverse().flatMap((each) => (of[each] ? [[each, [...of[each]].reverse()]] : [])),
      );
    fc.assert(
      fc.property(webhooks, webhooks, (from, to) => {
        expect(callsFor({ from: backwards(from), to: backwards(to) })).toEqual(callsFor({ from, to }));
      }),
      { numRuns: 300 },
    );
  });

  it('are none once they were sent', () => {
    fc.assert(
      fc.property(PAIRS.uniform, (pair) => {
        const after = callsFor(pair).reduce(
          webhooksAfter,
          buildWebhooks((each) => pair.from[each]),
        );
        expect(callsFor({ from: after, to: pair.to })).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('are never more than those of v3 alone', () => {
    fc.assert(
      fc.property(PAIRS.full, (pair) => {
        expect(callsFor(pair).length).toBeLessThanOrEqual(callsFor(pair, [], 'v3').length);
      }),
      { numRuns: 300 },
    );
  });
});
