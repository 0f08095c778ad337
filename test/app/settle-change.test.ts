import { describe, expect, it } from 'vitest';
import type { ChangeResult } from '../../src/app/change-result.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { FaultRule } from '../../src/emulator/faults/fault-rule.ts';
import { desiredDomain } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountOn, passOn } from '../support/pass.ts';

const DOMAIN = 'mg.example.com';
const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const FOREIGN = 'https://else.example.com/';

/** With v3 alone each change has a call of its own. */
const passOnV3 = (emulator: Emulator) => passOn(emulator, [accountOn(emulator, { writeApi: 'v3' })]);

type Urls = readonly string[];

/** One change of one event type, and what happens to its calls. */
interface Story {
  readonly title: string;
  readonly before: Urls;
  readonly desired: Urls;
  readonly policy?: 'listed' | 'exact' | 'merge';
  readonly faults: readonly FaultRule[];
  readonly status: ChangeResult['status'];
  readonly after: Urls;
  readonly writes: readonly string[];
}

const somebodySets = (urls: Urls): FaultRule => ({
  match: { method: 'POST', times: 1 },
  fault: { kind: 'change', domain: DOMAIN, event: 'clicked', urls },
});
const somebodySetsBeforePut = (urls: Urls): FaultRule => ({
  match: { method: 'PUT', times: 1 },
  fault: { kind: 'change', domain: DOMAIN, event: 'clicked', urls },
});
const lost = (method: string, times = 1): FaultRule => ({
  match: { method, times },
  fault: { kind: 'answer', status: 502, when: 'after' },
});
const dropped = (method: string, times = 1): FaultRule => ({
  match: { method, times },
  fault: { kind: 'answer', status: 502, when: 'before' },
});

const STORIES: readonly Story[] = [
  {
    title: 'a create whose answer was lost',
    before: [],
    desired: [A],
    faults: [lost('POST')],
    status: 'applied',
    after: [A],
    writes: ['POST'],
  },
  {
    title: 'an update whose answer was lost',
    before: [A],
    desired: [A, B],
    faults: [lost('PUT')],
    status: 'applied',
    after: [A, B],
    writes: ['PUT'],
  },
  {
    title: 'a delete whose answer was lost',
    before: [A],
    desired: [],
    faults: [lost('DELETE')],
    status: 'applied',
    after: [],
    writes: ['DELETE'],
  },
  {
    title: 'a create that was lost before it had an effect',
    before: [],
    desired: [A],
    faults: [dropped('POST')],
    status: 'applied',
    after: [A],
    writes: ['POST', 'POST'],
  },
  {
    title: 'an update that was lost before it had an effect',
    before: [A],
    desired: [B],
    faults: [dropped('PUT')],
    status: 'applied',
    after: [B],
    writes: ['PUT', 'PUT'],
  },
  {
    title: 'a connection reset after the effect',
    before: [],
    desired: [A],
    faults: [{ match: { method: 'POST', times: 1 }, fault: { kind: 'reset', when: 'after' } }],
    status: 'applied',
    after: [A],
    writes: ['POST'],
  },
  {
    title: 'a connection reset before the effect',
    before: [],
    desired: [A],
    faults: [{ match: { method: 'POST', times: 1 }, fault: { kind: 'reset' } }],
    status: 'applied',
    after: [A],
    writes: ['POST', 'POST'],
  },
  {
    title: 'a server that never recovers',
    before: [],
    desired: [A],
    faults: [dropped('POST', 99)],
    status: 'failed',
    after: [],
    writes: ['POST', 'POST', 'POST'],
  },
  {
    title: 'a create that meets the very same URLs',
    before: [],
    desired: [A],
    faults: [somebodySets([A])],
    status: 'applied',
    after: [A],
    writes: ['POST'],
  },
  {
    title: 'a create that meets a part of its URLs',
    before: [],
    desired: [A, B],
    faults: [somebodySets([A])],
    status: 'applied',
    after: [A, B],
    writes: ['POST', 'PUT'],
  },
  {
    title: 'a create that meets a foreign URL under merge',
    before: [],
    desired: [A],
    policy: 'merge',
    faults: [somebodySets([FOREIGN])],
    status: 'applied',
    after: [FOREIGN, A].sort(),
    writes: ['POST', 'PUT'],
  },
  {
    title: 'a create that meets a foreign URL it would have to remove',
    before: [],
    desired: [A],
    faults: [somebodySets([FOREIGN])],
    status: 'failed',
    after: [FOREIGN],
    writes: ['POST'],
  },
  {
    title: 'an update that meets nothing',
    before: [A],
    desired: [A, B],
    faults: [somebodySetsBeforePut([])],
    status: 'applied',
    after: [A, B],
    writes: ['PUT', 'POST'],
  },
  {
    title: 'a delete that meets nothing',
    before: [A],
    desired: [],
    faults: [
      {
        match: { method: 'DELETE', times: 1 },
        fault: { kind: 'change', domain: DOMAIN, event: 'clicked', urls: [] },
      },
    ],
    status: 'applied',
    after: [],
    writes: ['DELETE'],
  },
  {
    title: 'an unexpected 200 after the effect',
    before: [],
    desired: [A],
    faults: [{ match: { method: 'POST', times: 1 }, fault: { kind: 'html', when: 'after' } }],
    status: 'applied',
    after: [A],
    writes: ['POST'],
  },
];

describe('settleChange', () => {
  it.each(STORIES)(
    'settles $title',
    async ({ before, desired, policy = 'listed', faults, status, after, writes }) => {
      const emulator = await withEmulator({
        seed: { domains: { [DOMAIN]: before.length > 0 ? { clicked: before } : {} } },
        faults,
      });
      const results = await passOnV3(emulator).converge({
        domains: [desiredDomain({ policy, webhooks: { clicked: desired } })],
      });
      expect(results.map((result) => result.status)).toEqual([status]);
      expect([...(emulator.webhooks(DOMAIN)['clicked'] ?? [])].sort()).toEqual(after);
      expect(
        emulator
          .requests()
          .map(({ method }) => method)
          .filter((method) => method !== 'GET'),
      ).toEqual(writes);
    },
  );

  it('fails where others took the places meanwhile, so that a fourth URL would be needed', async () => {
    const full = ['1', '2', '3'].map((name) => `https://else.example.com/${name}`);
    const emulator = await withEmulator({
      seed: { domains: { [DOMAIN]: {} } },
      faults: [somebodySets(full)],
    });
    const results = await passOnV3(emulator).converge({
      domains: [desiredDomain({ policy: 'merge', webhooks: { clicked: [A] } })],
    });
    expect(results).toMatchObject([
      { status: 'failed', reason: expect.stringContaining('a fourth URL is not possible') },
    ]);
    expect(emulator.webhooks(DOMAIN)).toEqual({ clicked: full });
  });

  it('overwrites nothing that somebody added while the call waited for its turn', async () => {
    const emulator = await withEmulator({
      seed: { domains: { [DOMAIN]: { clicked: [A] } } },
      faults: [
        {
          match: { method: 'PUT', times: 1 },
          fault: { kind: 'change', domain: DOMAIN, event: 'clicked', urls: [A, FOREIGN] },
        },
        { match: { method: 'PUT', times: 1 }, fault: { kind: 'throttle', dialect: 'retry-seconds' } },
      ],
    });
    const results = await passOnV3(emulator).converge({
      domains: [desiredDomain({ policy: 'merge', webhooks: { clicked: [A, B] } })],
    });
    expect(results).toMatchObject([{ status: 'applied' }]);
    expect(new Set(emulator.webhooks(DOMAIN)['clicked'])).toEqual(new Set([A, B, FOREIGN]));
    expect(emulator.history().every(({ webhooks }) => webhooks['clicked']?.includes(A))).toBe(true);
  });

  it('says that the outcome is not known when the domain cannot be read afterwards', async () => {
    const emulator = await withEmulator({
      seed: { domains: { [DOMAIN]: {} } },
      faults: [
        lost('POST'),
        { match: { method: 'GET', nth: 2, times: 99 }, fault: { kind: 'answer', status: 503 } },
      ],
    });
    const results = await passOnV3(emulator).converge({
      domains: [desiredDomain({ webhooks: { clicked: [A] } })],
    });
    expect(results).toMatchObject([
      { status: 'failed', reason: expect.stringContaining('could not be read afterwards') },
    ]);
  });
});
