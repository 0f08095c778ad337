import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/app/apply-plan.ts';
import type { ChangeResult } from '../../src/app/change-result.ts';
import type { Preview } from '../../src/app/preview.ts';
import { NO_AUDIT } from '../../src/cli/compose.ts';
import type { Behaviour } from '../../src/emulator/behaviour.ts';
import type { FaultRule } from '../../src/emulator/faults/fault-rule.ts';
import type { Call } from '../../src/model/call.ts';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import type { AppliedCall } from '../../src/ports/audit-trail.ts';
import { desiredDomain, domainName, MAIN } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountOn, type Pass, passOn } from '../support/pass.ts';

const DOMAIN = 'mg.example.com';
const OLD = 'https://old.example.com/';
const NEW = 'https://new.example.com/';
const KEY = { account: MAIN, domain: domainName(DOMAIN) };

const everywhere = (urls: readonly string[]) => Object.fromEntries(EVENT_TYPES.map((name) => [name, urls]));

const ADD_NEW: Call = { ...KEY, kind: 'v4-create', url: NEW, eventTypes: EVENT_TYPES };
const REMOVE_OLD: Call = { ...KEY, kind: 'v4-delete', urls: [OLD] };

interface Swap {
  readonly faults?: readonly FaultRule[];
  readonly behaviour?: Partial<Behaviour>;
}

/** A domain whose one URL stands on all event types and is to be swapped for another: two v4 calls, or eight of v3. */
async function swap({ faults = [], behaviour = {} }: Swap = {}) {
  const emulator = await withEmulator({
    seed: { domains: { [DOMAIN]: everywhere([OLD]) } },
    faults: [...faults],
    behaviour,
  });
  const pass = passOn(emulator);
  const preview = await pass.preview({ domains: [desiredDomain({ webhooks: everywhere([NEW]) })] });
  const writes = () =>
    emulator
      .requests()
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path.slice(1, 3)}`);
  return { emulator, pass, preview: withCalls(preview, [ADD_NEW, REMOVE_OLD]), writes };
}

function withCalls(preview: Preview, calls: readonly Call[]): Preview {
  const domains = preview.plan.domains.map((domain) => ({ ...domain, calls }));
  return { ...preview, plan: { ...preview.plan, domains } };
}

const statuses = (results: readonly ChangeResult[]) => [...new Set(results.map(({ status }) => status))];
const givenUp = ({ entries }: Pass) => entries.filter(({ kind }) => kind === 'v4-given-up');

const onV4 = (method: string, fault: FaultRule['fault']): FaultRule => ({
  match: { method, path: '^/v4/', times: 1 },
  fault,
});

describe('applyPlan, where v4 calls take fewer requests', () => {
  it('carries out rows with v4, and believes answers that are as predicted', async () => {
    const { emulator, pass, preview, writes } = await swap();
    expect(statuses(await pass.apply(preview))).toEqual(['applied']);
    expect(writes()).toEqual(['POST v4', 'DELETE v4']);
    expect(emulator.webhooks(DOMAIN)).toEqual(everywhere([NEW]));
  });

  it('is never without a URL on an event type in between', async () => {
    const { emulator, pass, preview } = await swap();
    await pass.apply(preview);
    const states = emulator.history().map(({ webhooks }) => Object.values(webhooks));
    expect(states.every((lists) => lists.length === 8 && lists.every((urls) => urls.length > 0))).toBe(true);
  });

  it.each<[string, readonly FaultRule[]]>([
    ['a 404 of a route that does not exist', [onV4('POST', { kind: 'answer', status: 404 })]],
    ['a 400', [onV4('POST', { kind: 'answer', status: 400 })]],
    ['a 500 before it had an effect', [onV4('POST', { kind: 'answer', status: 500, when: 'before' })]],
    ['a 502 after it had an effect', [onV4('POST', { kind: 'answer', status: 502, when: 'after' })]],
    ['a reset', [onV4('DELETE', { kind: 'reset', when: 'after' })]],
    ['an HTML page', [onV4('DELETE', { kind: 'html', when: 'before' })]],
    [
      'an answer that shows another state',
      [
        onV4('POST', {
          kind: 'change',
          domain: DOMAIN,
          event: 'clicked',
          urls: [OLD, 'https://else.example.com/'],
        }),
      ],
    ],
  ])('reads the domain again after %s, and finishes with v3 in the same pass', async (_, faults) => {
    const { emulator, pass, preview, writes } = await swap({ faults });
    const results = await pass.apply(preview);
    const foreign = emulator.webhooks(DOMAIN)['clicked']?.includes('https://else.example.com/');
    expect(statuses(results)).toEqual(foreign === true ? ['applied', 'not-attempted'] : ['applied']);
    for (const name of EVENT_TYPES.filter((each) => each !== 'clicked')) {
      expect(emulator.webhooks(DOMAIN)[name]).toEqual([NEW]);
    }
    expect(writes().lastIndexOf('POST v4')).toBeLessThanOrEqual(0);
  });

  it('loses no event when calls are applied in part', async () => {
    const { emulator, pass, preview } = await swap({ behaviour: { v4Partial: 'apply-what-fits' } });
    emulator.setWebhooks(DOMAIN, 'clicked', [NEW]);
    expect(statuses(await pass.apply(preview))).toEqual(['applied']);
    expect(emulator.webhooks(DOMAIN)).toEqual(everywhere([NEW]));
  });

  it('leaves a domain to v3 that changed while its removing call waited', async () => {
    const { emulator, pass, preview } = await swap();
    pass.clock.advance(10_001);
    emulator.setWebhooks(DOMAIN, 'opened', [NEW]);
    const calls: readonly Call[] = [{ ...KEY, kind: 'v4-update', url: OLD, eventTypes: ['clicked'] }];
    expect(statuses(await pass.apply(withCalls(preview, calls)))).toEqual(['applied']);
    expect(emulator.webhooks(DOMAIN)).toEqual(everywhere([NEW]));
    expect(givenUp(pass)).toEqual([]);
  });

  it('says what else a v3 DELETE took, and keeps it in the trail for a rollback', async () => {
    const foreign = 'https://else.example.com/';
    const emulator = await withEmulator({
      seed: { domains: { [DOMAIN]: { opened: [OLD] } } },
      faults: [
        {
          match: { method: 'DELETE', times: 1 },
          fault: { kind: 'change', domain: DOMAIN, event: 'opened', urls: [OLD, foreign] },
        },
      ],
    });
    const applied: AppliedCall[] = [];
    const pass = passOn(emulator);
    const made = await pass.preview({
      domains: [desiredDomain({ webhooks: { opened: [], clicked: [NEW], delivered: [NEW] } })],
    });
    const calls: readonly Call[] = [
      { ...KEY, kind: 'v4-create', url: NEW, eventTypes: ['delivered', 'clicked'] },
      { ...KEY, kind: 'v3-delete', eventType: 'opened' },
    ];
    const audit = {
      ...NO_AUDIT,
      record: (call: AppliedCall) => Promise.resolve(void applied.push(call)),
      since: () => Promise.resolve([]),
    };
    const results = await applyPlan(
      { ...pass.ports, audit },
      {
        preview: withCalls(made, calls),
        planId: 'a-test-plan',
        accounts: [accountOn(emulator)],
        signal: new AbortController().signal,
      },
    );
    expect(results.find(({ change }) => change.key.eventType === 'opened')).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('1 more URL'),
    });
    expect(applied.at(-1)?.before.opened).toEqual([foreign, OLD].sort());
  });

  it('says what was done and what was not when it is told to stop in between', async () => {
    const { emulator, pass, preview } = await swap();
    emulator.addFault({ match: { method: 'DELETE' }, fault: { kind: 'answer', status: 401 } });
    const results = await pass.apply(preview);
    expect(statuses(results)).toEqual(['failed']);
    expect(results).toMatchObject(EVENT_TYPES.map(() => ({ reason: expect.stringContaining('(401)') })));
    expect(emulator.webhooks(DOMAIN)).toEqual(everywhere([NEW, OLD].reverse()));
  });

  it('stays with v3 once v4 surprised it three times on an account, and says so', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map((label) => `${label}.example.com`);
    const emulator = await withEmulator({
      seed: { domains: Object.fromEntries(names.map((name) => [name, {}])) },
      faults: [{ match: { path: '^/v4/' }, fault: { kind: 'answer', status: 404 } }],
    });
    const pass = passOn(emulator);
    for (const name of names) {
      const domain = domainName(name);
      const made = await pass.preview({
        domains: [desiredDomain({ domain, webhooks: { clicked: [NEW], opened: [NEW] } })],
      });
      const calls: readonly Call[] = [
        { account: MAIN, domain, kind: 'v4-create', url: NEW, eventTypes: ['opened', 'clicked'] },
      ];
      expect(statuses(await pass.apply(withCalls(made, calls)))).toEqual(['applied']);
    }
    expect(emulator.requests().filter(({ path }) => path.startsWith('/v4/'))).toHaveLength(3);
    expect(givenUp(pass)).toMatchObject([{ account: MAIN, surprises: 3 }]);
  });

  it('does not blame v4 for answers that were lost on their way', async () => {
    const emulator = await withEmulator({
      seed: { domains: { [DOMAIN]: {} } },
      faults: [{ match: { path: '^/v4/' }, fault: { kind: 'answer', status: 502, when: 'after' } }],
    });
    const pass = passOn(emulator);
    for (let times = 0; times < 4; times += 1) {
      for (const name of EVENT_TYPES) emulator.setWebhooks(DOMAIN, name, []);
      const made = await pass.preview({ domains: [desiredDomain({ webhooks: everywhere([NEW]) })] });
      expect(statuses(await pass.apply(withCalls(made, [ADD_NEW])))).toEqual(['applied']);
    }
    expect(givenUp(pass)).toEqual([]);
  });

  it('tells of a webhook that is gone after a v4 call which was not to touch it', async () => {
    const { emulator, pass, preview } = await swap({
      faults: [onV4('POST', { kind: 'change', domain: DOMAIN, event: 'clicked', urls: [] })],
    });
    await pass.apply(preview);
    expect(pass.entries).toContainEqual(
      expect.objectContaining({
        event: 'deliveries-missing',
        message: expect.stringContaining(`clicked ${OLD}`),
      }),
    );
    expect(emulator.webhooks(DOMAIN)).toEqual(everywhere([NEW]));
  });

  it('does not blame v4 for a URL that Mailgun does not want', async () => {
    const emulator = await withEmulator({
      seed: { domains: { [DOMAIN]: {} } },
      behaviour: { unresolvableHosts: ['new.example.com'] },
    });
    const pass = passOn(emulator);
    for (let times = 0; times < 4; times += 1) {
      const made = await pass.preview({ domains: [desiredDomain({ webhooks: everywhere([NEW]) })] });
      const results = await pass.apply(withCalls(made, [ADD_NEW]));
      expect(statuses(results)).toEqual(['failed']);
      expect(results[0]).toMatchObject({ reason: expect.stringContaining('host not found') });
    }
    expect(givenUp(pass)).toEqual([]);
  });
});
