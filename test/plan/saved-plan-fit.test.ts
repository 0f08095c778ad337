import { describe, expect, it } from 'vitest';
import { accountName } from '../../src/model/account.ts';
import type { DesiredDomain } from '../../src/model/desired-state.ts';
import type { DomainState } from '../../src/model/domain-state.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { planChanges } from '../../src/plan/plan-changes.ts';
import { type SavedPlan, type Seal, savePlan } from '../../src/plan/saved-plan.ts';
import { type Surroundings, whatMoved, whyUnfit } from '../../src/plan/saved-plan-fit.ts';
import { desiredDomain, MAIN, MG, readDomain } from '../support/domains.ts';
import { accountOn } from '../support/pass.ts';

const SEAL: Seal = { mask: (url) => url, digest: (text) => text };
const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';

const account = accountOn({ origin: 'http://127.0.0.1:1' });

function planOf(desired: readonly DesiredDomain[], states: readonly DomainState[]): Plan {
  return planChanges({ desired, states, unreadPatterns: [], unmatchedPatterns: [] });
}

function save(plan: Plan, toolVersion = '1.2.3'): SavedPlan {
  const head = {
    toolVersion,
    planId: '1f0c9a2b7d3e',
    createdMs: Date.UTC(2026, 6, 1),
    expiresMs: Date.UTC(2026, 6, 2),
    configurationDigest: 'c0ffee',
  };
  return savePlan(plan, { head, accounts: [{ account, total: 1 }] }, SEAL);
}

const wanted = desiredDomain({ webhooks: { clicked: [A] } });
const found = readDomain({ clicked: [B] });

describe('whyUnfit', () => {
  const saved = save(planOf([wanted], [found]));
  const here: Surroundings = {
    toolVersion: '1.9.0',
    nowMs: Date.UTC(2026, 6, 1, 12),
    configurationDigest: 'c0ffee',
    accounts: [account],
  };

  it('has nothing against a plan of this major version, in time, for these accounts and this configuration', () => {
    expect(whyUnfit(saved, here)).toEqual([]);
  });

  it.each<readonly [string, Partial<Surroundings>, string]>([
    [
      'another major version',
      { toolVersion: '2.0.0' },
      'it was made by mghooks 1.2.3, and this is mghooks 2.0.0',
    ],
    ['the moment it expires', { nowMs: Date.UTC(2026, 6, 2) }, 'it expired at 2026-07-02T00:00:00.000Z'],
    [
      'another configuration',
      { configurationDigest: 'f00' },
      'the configuration has changed since it was made',
    ],
    ['an account that is gone', { accounts: [] }, "its account 'main' is not in the configuration"],
    [
      'another host',
      { accounts: [{ ...account, baseUrl: 'https://api.mailgun.net' }] },
      "its account 'main' is http://127.0.0.1:1, and in the configuration https://api.mailgun.net",
    ],
    [
      'a subaccount',
      { accounts: [{ ...account, subaccount: 'abc' }] },
      "its account 'main' is http://127.0.0.1:1, and in the configuration subaccount abc at http://127.0.0.1:1",
    ],
  ])('refuses %s', (_title, other, reason) => {
    expect(whyUnfit(saved, { ...here, ...other })).toEqual([reason]);
  });

  it('takes a minor version below 1.0 for a major one, as semver does', () => {
    const early = save(planOf([wanted], [found]), '0.1.0');
    expect(whyUnfit(early, { ...here, toolVersion: '0.1.7' })).toEqual([]);
    expect(whyUnfit(early, { ...here, toolVersion: '0.2.0' })).toHaveLength(1);
  });

  it('names everything that is against it at once', () => {
    expect(
      whyUnfit(saved, {
        toolVersion: '2.0.0',
        nowMs: Date.UTC(2030, 1),
        configurationDigest: '',
        accounts: [],
      }),
    ).toHaveLength(4);
  });
});

describe('whatMoved', () => {
  const saved = save(planOf([wanted], [found]));

  it('finds nothing where the same is planned again', () => {
    expect(whatMoved(saved, planOf([wanted], [found]), SEAL)).toEqual([]);
  });

  it('names what each event type was and is now, also one that no change is about', () => {
    const now = planOf([wanted], [readDomain({ clicked: [A, B], opened: [A] })]);
    expect(whatMoved(saved, now, SEAL)).toEqual([
      {
        account: MAIN,
        domain: MG,
        hooks: [
          { name: 'clicked', was: [B], is: [A, B] },
          { name: 'opened', was: [], is: [A] },
        ],
      },
    ]);
  });

  it('sees a hook under a name that is no event type', () => {
    const now = planOf(
      [wanted],
      [readDomain({ clicked: [B] }, { unknownHooks: [{ name: 'spam', urls: [A] }] })],
    );
    expect(whatMoved(saved, now, SEAL)[0]?.hooks).toEqual([{ name: 'spam', was: [], is: [A] }]);
  });

  it('sees that somebody else has done the work', () => {
    expect(whatMoved(saved, planOf([wanted], [readDomain({ clicked: [A] })]), SEAL)).toHaveLength(1);
  });

  it('says that a domain could not be read, and why', () => {
    const unread: DomainState = {
      kind: 'unread',
      account: MAIN,
      domain: MG,
      reason: { code: 'server-error', message: 'Mailgun answered 502' },
    };
    expect(whatMoved(saved, planOf([wanted], [unread]), SEAL)).toEqual([
      { account: MAIN, domain: MG, reason: 'not read: Mailgun answered 502', hooks: [] },
    ]);
  });

  it('says that the configuration does not have a domain', () => {
    const elsewhere = planOf([{ ...wanted, account: accountName('other') }], []);
    expect(whatMoved(saved, elsewhere, SEAL)[0]?.reason).toBe('it is not in the configuration');
  });

  it('sees other calls where nothing else moved', () => {
    const more = desiredDomain({ webhooks: { clicked: [A], opened: [A] } });
    expect(whatMoved(saved, planOf([more], [found]), SEAL)[0]?.reason).toBe('it would take other calls');
  });
});
