import { type Change, webhooksWith } from '../../src/model/change.ts';
import type { ReadDomain } from '../../src/model/domain-state.ts';

/** The state a perfect Mailgun would have after the changes. */
export function carryOut(actual: ReadDomain, changes: readonly Change[]): ReadDomain {
  return { ...actual, webhooks: webhooksWith(actual.webhooks, changes) };
}
