import { REGION_BASE_URLS } from '../../../src/model/account.ts';
import type { SavedPlan } from '../../../src/plan/saved-plan.ts';
import { MAIN, MG } from '../../support/domains.ts';

/** A small saved plan, with text in it that is not ASCII. */
export function savedPlan(fields: Partial<SavedPlan> = {}): SavedPlan {
  return {
    toolVersion: '1.2.3',
    planId: '1f0c9a2b7d3e',
    createdMs: Date.UTC(2026, 6, 1),
    expiresMs: Date.UTC(2026, 6, 2),
    configurationDigest: 'a'.repeat(64),
    accounts: [{ name: MAIN, baseUrl: REGION_BASE_URLS.us, region: 'us', subaccount: 'abc', deliveries: 7 }],
    domains: [
      {
        account: MAIN,
        domain: MG,
        live: [{ name: 'clicked', urls: ['https://hooks.example.com/ä'] }],
        liveDigest: 'b'.repeat(64),
        calls: [
          {
            request: 'PUT /v3/domains/mg.example.com/webhooks/clicked',
            eventTypes: ['clicked'],
            urls: ['https://[1dcf8c]@hooks.example.com/b'],
          },
        ],
      },
    ],
    ...fields,
  };
}
