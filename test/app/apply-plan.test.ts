import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/app/apply-plan.ts';
import type { FaultRule } from '../../src/emulator/faults/fault-rule.ts';
import { accountName } from '../../src/model/account.ts';
import type { DesiredDomain } from '../../src/model/desired-state.ts';
import { desiredDomain, domainName } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountOn, passOn } from '../support/pass.ts';

const DOMAIN = 'mg.example.com';
const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const FOREIGN = 'https://else.example.com/';

type Hooks = Readonly<Record<string, readonly string[]>>;

interface Setting {
  readonly hooks?: Hooks;
  readonly desired: Partial<DesiredDomain>;
  readonly faults?: readonly FaultRule[];
}

async function setUp({ hooks = {}, desired, faults = [] }: Setting) {
  const emulator = await withEmulator({ seed: { domains: { [DOMAIN]: hooks } }, faults });
  const pass = passOn(emulator);
  const state = { domains: [desiredDomain(desired)] };
  const writes = () => emulator.requests().filter(({ method }) => method !== 'GET');
  return { emulator, pass, state, writes };
}

describe('applyPlan', () => {
  it('makes the actual state the desired one, and a second pass writes nothing', async () => {
    const { emulator, pass, state, writes } = await setUp({
      hooks: { clicked: [FOREIGN, A], opened: [FOREIGN], complained: [A] },
      desired: { policy: 'exact', webhooks: { delivered: [A, B], clicked: [A], complained: [A] } },
    });
    const results = await pass.converge(state);
    expect(results.map(({ status, change }) => [change.kind, status])).toEqual([
      ['create', 'applied'],
      ['delete', 'applied'],
      ['update', 'applied'],
    ]);
    expect(emulator.webhooks(DOMAIN)).toEqual({ delivered: [A, B], clicked: [A], complained: [A] });
    expect(writes()).toHaveLength(2);
    expect(await pass.converge(state)).toEqual([]);
    expect(writes()).toHaveLength(2);
  });

  it('keeps going with the siblings when Mailgun refuses one event type', async () => {
    const { emulator, pass, state } = await setUp({
      desired: { webhooks: { delivered: [A], clicked: [B] } },
      faults: [
        {
          match: { method: 'POST', event: 'delivered' },
          fault: {
            kind: 'answer',
            status: 400,
            json: { message: `${A} is not a valid url: host not found` },
          },
        },
      ],
    });
    const results = await pass.converge(state);
    expect(results).toMatchObject([
      {
        status: 'failed',
        reason: expect.stringContaining('host not found'),
        change: { key: { eventType: 'delivered' } },
      },
      { status: 'applied', change: { key: { eventType: 'clicked' } } },
    ]);
    expect(emulator.webhooks(DOMAIN)).toEqual({ clicked: [B] });
  });

  it('does not ask again for what Mailgun refused', async () => {
    const { pass, state, writes } = await setUp({
      desired: { webhooks: { delivered: [A] } },
      faults: [
        { match: { method: 'POST' }, fault: { kind: 'answer', status: 400, json: { message: 'no' } } },
      ],
    });
    await pass.converge(state);
    expect(writes()).toHaveLength(1);
  });

  it('stops the account at once when the key may not write', async () => {
    const domains = Array.from({ length: 50 }, (_, index) => `d${index}.example.com`);
    const emulator = await withEmulator({
      seed: { domains: Object.fromEntries(domains.map((name) => [name, {}])) },
      faults: [
        { match: { method: 'POST' }, fault: { kind: 'answer', status: 403, json: { message: 'Forbidden' } } },
      ],
    });
    const pass = passOn(emulator);
    const results = await pass.converge({
      domains: domains.map((name) => desiredDomain({ domain: domainName(name), webhooks: { clicked: [A] } })),
    });
    const writes = emulator.requests().filter(({ method }) => method === 'POST');
    expect(writes.length).toBeLessThanOrEqual(10);
    expect(results.filter(({ status }) => status === 'applied')).toEqual([]);
    expect(results.filter(({ status }) => status === 'not-attempted').length).toBeGreaterThanOrEqual(40);
  });

  it('reads an old snapshot again, and plans a domain again that moved meanwhile', async () => {
    const { emulator, pass, state } = await setUp({
      hooks: { clicked: [A] },
      desired: { policy: 'merge', webhooks: { clicked: [A, B] } },
    });
    const preview = await pass.preview(state);
    emulator.setWebhooks(DOMAIN, 'clicked', [A, FOREIGN]);
    pass.clock.advance(10_001);
    expect(await pass.apply(preview)).toMatchObject([{ status: 'applied' }]);
    expect(new Set(emulator.webhooks(DOMAIN)['clicked'])).toEqual(new Set([A, B, FOREIGN]));
  });

  it('removes nothing from a domain that moved meanwhile but what the plan showed', async () => {
    const { emulator, pass, state, writes } = await setUp({
      hooks: { clicked: [A] },
      desired: { policy: 'listed', webhooks: { clicked: [B] } },
    });
    const preview = await pass.preview(state);
    emulator.setWebhooks(DOMAIN, 'clicked', [A, FOREIGN]);
    pass.clock.advance(10_001);
    expect(await pass.apply(preview)).toMatchObject([
      { status: 'not-attempted', reason: expect.stringContaining('a URL the plan did not show') },
    ]);
    expect(writes()).toEqual([]);
    expect(emulator.webhooks(DOMAIN)).toEqual({ clicked: [A, FOREIGN] });
  });

  it.each(['v3', 'auto'] as const)(
    'takes back no foreign URL that the read before another change of the domain has shown (%s)',
    async (writeApi) => {
      const emulator = await withEmulator({
        seed: { domains: { [DOMAIN]: { delivered: [A], clicked: [A], opened: [A] } } },
      });
      const pass = passOn(emulator, [accountOn(emulator, { writeApi })]);
      const wanted = { domains: [desiredDomain({ webhooks: { delivered: [B], clicked: [B], opened: [] } })] };
      const preview = await pass.preview(wanted);
      emulator.setWebhooks(DOMAIN, 'clicked', [A, FOREIGN]);
      emulator.setWebhooks(DOMAIN, 'opened', [A, FOREIGN]);
      pass.clock.advance(10_001);
      const results = await pass.apply(preview);
      expect(results.map(({ change, status }) => [change.key.eventType, status])).toEqual([
        ['delivered', 'applied'],
        ['opened', 'not-attempted'],
        ['clicked', 'not-attempted'],
      ]);
      // v4 may have added B already, next to what was there.
      expect(emulator.webhooks(DOMAIN)).toMatchObject({ delivered: [B], opened: [A, FOREIGN] });
      expect(emulator.webhooks(DOMAIN)['clicked']).toEqual(expect.arrayContaining([A, FOREIGN]));
    },
  );

  it('sends a call that only adds without reading again, since Mailgun refuses it where it would meet anything', async () => {
    const { emulator, pass, state } = await setUp({ desired: { webhooks: { clicked: [A] } } });
    const preview = await pass.preview(state);
    pass.clock.advance(10_001);
    expect(await pass.apply(preview)).toMatchObject([{ status: 'applied' }]);
    expect(emulator.requests().map(({ method }) => method)).toEqual(['GET', 'POST']);
  });

  it('applies an old snapshot that is still true', async () => {
    const { emulator, pass, state } = await setUp({ desired: { webhooks: { clicked: [A] } } });
    const preview = await pass.preview(state);
    pass.clock.advance(10_001);
    expect(await pass.apply(preview)).toMatchObject([{ status: 'applied' }]);
    expect(emulator.webhooks(DOMAIN)).toEqual({ clicked: [A] });
  });

  it('writes nothing to an account that is left out, such as one that a guard refused', async () => {
    const emulator = await withEmulator({ seed: { domains: { [DOMAIN]: {}, 'b.example.com': {} } } });
    const refused = accountOn(emulator, { name: accountName('refused') });
    const pass = passOn(emulator, [accountOn(emulator), refused]);
    const preview = await pass.preview({
      domains: [
        desiredDomain({ webhooks: { clicked: [A] } }),
        desiredDomain({
          account: refused.name,
          domain: domainName('b.example.com'),
          webhooks: { clicked: [A] },
        }),
      ],
    });
    const signal = new AbortController().signal;
    const results = await applyPlan(pass.ports, {
      preview,
      planId: 'a-test-plan',
      accounts: [accountOn(emulator)],
      signal,
    });
    expect(results.map(({ change }) => change.key.domain)).toEqual([DOMAIN]);
    expect(emulator.webhooks(DOMAIN)).toEqual({ clicked: [A] });
    expect(emulator.webhooks('b.example.com')).toEqual({});
  });

  it('writes nothing to a domain that cannot be read again', async () => {
    const { emulator, pass, state, writes } = await setUp({
      hooks: { clicked: [B] },
      desired: { webhooks: { clicked: [A] } },
    });
    const preview = await pass.preview(state);
    pass.clock.advance(10_001);
    emulator.addFault({ match: { method: 'GET' }, fault: { kind: 'html' } });
    expect((await pass.apply(preview)).map(({ status }) => status)).toEqual(['not-attempted']);
    expect(writes()).toEqual([]);
  });

  it('attempts nothing once it is told to stop', async () => {
    const { pass, state, writes } = await setUp({ desired: { webhooks: { clicked: [A], opened: [A] } } });
    const preview = await pass.preview(state);
    pass.stop();
    expect((await pass.apply(preview)).map(({ status }) => status)).toEqual([
      'not-attempted',
      'not-attempted',
    ]);
    expect(writes()).toEqual([]);
  });
});
