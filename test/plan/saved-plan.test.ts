import { describe, expect, it } from 'vitest';
import { REGION_BASE_URLS } from '../../src/model/account.ts';
import { planChanges } from '../../src/plan/plan-changes.ts';
import { type SavedPlanHead, type Seal, savePlan } from '../../src/plan/saved-plan.ts';
import { desiredDomain, domainName, readDomain } from '../support/domains.ts';
import { accountOn } from '../support/pass.ts';

const SEAL: Seal = { mask: (url) => url.replace('secret', '[x]'), digest: (text) => `digest of ${text}` };

const HEAD: SavedPlanHead = {
  toolVersion: '1.2.3',
  planId: '1f0c9a2b7d3e',
  createdMs: 1,
  expiresMs: 2,
  configurationDigest: 'c',
};

const A = 'https://hooks.example.com/a?key=secret';

const inSync = domainName('a.example.com');
const drifted = domainName('b.example.com');

const plan = planChanges({
  desired: [
    desiredDomain({ domain: inSync, webhooks: { clicked: [A] } }),
    desiredDomain({ domain: drifted, webhooks: { clicked: [A] } }),
  ],
  states: [
    readDomain({ clicked: [A] }, { domain: inSync }),
    readDomain(
      { opened: [A] },
      {
        domain: drifted,
        unknownHooks: [
          { name: 'spam', urls: [A] },
          { name: 'bounce', urls: [] },
        ],
      },
    ),
  ],
  unreadPatterns: [],
  unmatchedPatterns: [],
});

const account = accountOn({ origin: REGION_BASE_URLS.eu }, { subaccount: 'abc' });
const idle = accountOn({ origin: REGION_BASE_URLS.us }, { name: 'idle' as typeof account.name });
const accounts = [
  { account: idle, total: 5 },
  { account, total: 7 },
];

describe('savePlan', () => {
  const saved = savePlan(plan, { head: HEAD, accounts }, SEAL);

  it('holds the accounts and domains that would be written, and no others', () => {
    expect(saved.accounts).toEqual([
      { name: 'main', baseUrl: REGION_BASE_URLS.eu, region: 'eu', subaccount: 'abc', deliveries: 7 },
    ]);
    expect(saved.domains.map(({ domain }) => domain)).toEqual([drifted]);
  });

  it('holds all that such a domain has, sorted, with masked URLs, and a digest of that', () => {
    const live = [
      { name: 'opened', urls: ['https://hooks.example.com/a?key=[x]'] },
      { name: 'bounce', urls: [] },
      { name: 'spam', urls: ['https://hooks.example.com/a?key=[x]'] },
    ];
    expect(saved.domains[0]).toMatchObject({ live, liveDigest: `digest of ${JSON.stringify(live)}` });
  });

  it('holds every call with its request, event types and masked URLs', () => {
    expect(saved.domains[0]?.calls).toHaveLength(1);
    expect(saved.domains[0]?.calls[0]).toMatchObject({
      request: expect.stringMatching(/^(POST|PUT) \/v[34]\/domains\/b\.example\.com\/webhooks/),
      eventTypes: expect.arrayContaining(['clicked']),
      urls: ['https://hooks.example.com/a?key=[x]'],
    });
  });

  it('holds no URL as it is', () => {
    expect(JSON.stringify(saved)).not.toContain('secret');
  });

  it('is deeply equal when it is made again', () => {
    expect(savePlan(plan, { head: HEAD, accounts }, SEAL)).toEqual(saved);
  });
});
