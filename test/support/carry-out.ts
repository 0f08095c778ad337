import { type Change, urlsAfter } from '../../src/model/change.ts';
import type { ReadDomain } from '../../src/model/domain-state.ts';
import { buildWebhooks } from '../../src/model/webhooks.ts';

/** The state a perfect Mailgun would have after the changes. */
export function carryOut(actual: ReadDomain, changes: readonly Change[]): ReadDomain {
  const after = new Map(changes.map((change) => [change.key.eventType, urlsAfter(change)]));
  return {
    ...actual,
    webhooks: buildWebhooks((eventType) => {
      const urls = after.get(eventType) ?? actual.webhooks[eventType];
      return urls === undefined || urls.length === 0 ? undefined : urls;
    }),
  };
}
