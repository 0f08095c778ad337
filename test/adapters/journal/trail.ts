import { createRandomBytes } from '../../../src/adapters/clock/random-bytes.ts';
import {
  type AuditNotice,
  type AuditTrailOptions,
  openAuditTrail,
} from '../../../src/adapters/journal/audit-trail.ts';
import { fingerprint } from '../../../src/cli/fingerprint.ts';
import type { Call } from '../../../src/model/call.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Webhooks } from '../../../src/model/webhooks.ts';
import type { AppliedCall, AuditTrail } from '../../../src/ports/audit-trail.ts';
import { MAIN, MG } from '../../support/domains.ts';
import { HAND_CLOCK_START_MS } from '../../support/hand-clock.ts';

export const START_MS = HAND_CLOCK_START_MS;
const PLAN = '1f0c9a2b7d3e';
export const BASE_URL = 'https://api.mailgun.net';
export const KEY = 'key-0f-the-account';

/** The audit trail of account `main` in a folder, and what it said. */
export interface Kept {
  readonly trail: AuditTrail;
  readonly notices: readonly AuditNotice[];
}

export function trailIn(
  folder: string,
  options: Partial<AuditTrailOptions> & { readonly key?: string } = {},
): Kept {
  const notices: AuditNotice[] = [];
  const { key = KEY, ...rest } = options;
  const trail = openAuditTrail({
    folder,
    accounts: [{ name: MAIN, baseUrl: BASE_URL, key: () => new Secret(key) }],
    author: { who: 'octocat', commit: '7f3c2b1a' },
    fingerprint,
    freshBytes: createRandomBytes(),
    notify: (_account, notice) => notices.push(notice),
    ...rest,
  });
  return { trail, notices };
}

/** The setting of `clicked` from some URLs to others. */
export function setting(
  before: readonly string[],
  after: readonly string[],
  fields: Partial<AppliedCall> = {},
): AppliedCall {
  const key = { account: MAIN, domain: MG, eventType: 'clicked' } as const;
  const of = (urls: readonly string[]): Webhooks => (urls.length === 0 ? {} : { clicked: urls });
  const call: Call =
    after.length === 0
      ? { kind: 'v3-delete', ...key }
      : { kind: before.length === 0 ? 'v3-create' : 'v3-update', ...key, urls: after };
  return { atMs: START_MS, planId: PLAN, call, before: of(before), after: of(after), ...fields };
}
