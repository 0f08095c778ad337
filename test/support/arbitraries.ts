import fc from 'fast-check';
import type { DesiredDomain } from '../../src/model/desired-state.ts';
import type { ReadDomain } from '../../src/model/domain-state.ts';
import { EVENT_TYPES, type EventType } from '../../src/model/event-type.ts';
import { POLICIES } from '../../src/model/policy.ts';
import { buildWebhooks, type Webhooks } from '../../src/model/webhooks.ts';
import { desiredDomain, readDomain } from './domains.ts';

/** Few URLs, so that desired, actual and ignored often meet. */
const URLS = ['a', 'b', 'c', 'd', 'e'].map((name) => `https://hooks.example.com/${name}`);
const VENDOR_URLS = ['x', 'y'].map((name) => `https://api.vendor.example/${name}`);
const VENDOR_PATTERN = 'https://*.vendor.example/**';

function webhooksOf(lists: ReadonlyMap<EventType, readonly string[]>): Webhooks {
  return buildWebhooks((eventType) => lists.get(eventType));
}

function arbitraryLists(urls: readonly string[], minLength: number): fc.Arbitrary<Webhooks> {
  const list = fc.option(fc.subarray([...urls], { minLength, maxLength: 3 }), { nil: undefined });
  return fc.tuple(...EVENT_TYPES.map(() => list)).map((lists) => {
    const named = EVENT_TYPES.flatMap((eventType, index) => {
      const urlsOf = lists[index];
      return urlsOf === undefined ? [] : [[eventType, urlsOf] as const];
    });
    return webhooksOf(new Map(named));
  });
}

/** What a configuration may ask of one domain. */
export const arbitraryDesired: fc.Arbitrary<DesiredDomain> = fc
  .record({
    policy: fc.constantFrom(...POLICIES),
    ignore: fc.constantFrom<readonly string[]>([], [VENDOR_PATTERN]),
    webhooks: arbitraryLists(URLS, 0),
  })
  .map(desiredDomain);

/** What Mailgun may answer about it, URLs of a vendor among them. */
export const arbitraryActual: fc.Arbitrary<ReadDomain> = arbitraryLists([...URLS, ...VENDOR_URLS], 1).map(
  (webhooks) => readDomain(webhooks),
);
