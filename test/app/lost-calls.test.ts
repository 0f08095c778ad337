import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/app/apply-plan.ts';
import { NO_AUDIT } from '../../src/cli/compose.ts';
import type { FaultRule } from '../../src/emulator/faults/fault-rule.ts';
import type { AppliedCall, AuditTrail } from '../../src/ports/audit-trail.ts';
import { desiredDomain } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountOn, passOn } from '../support/pass.ts';

const DOMAIN = 'mg.example.com';
const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';

interface Story {
  readonly faults?: readonly FaultRule[];
  readonly audit?: Partial<AuditTrail>;
}

/** Sets `clicked` from B to A with one PUT, under faults, and tells what the audit trail heard in which order. */
async function change({ faults = [], audit = {} }: Story) {
  const emulator = await withEmulator({ seed: { domains: { [DOMAIN]: { clicked: [B] } } } });
  const account = accountOn(emulator, { writeApi: 'v3' });
  const pass = passOn(emulator, [account]);
  const preview = await pass.preview({ domains: [desiredDomain({ webhooks: { clicked: [A] } })] });
  for (const fault of faults) emulator.addFault(fault);
  const heard: string[] = [];
  const recorded: AppliedCall[] = [];
  const note = (what: string) => Promise.resolve(void heard.push(what));
  const trail: AuditTrail = {
    ...NO_AUDIT,
    begin: ({ before, after }) => note(`begin ${before.clicked} to ${after.clicked}`),
    record: (call) => {
      recorded.push(call);
      return note(call.outcome ?? 'applied');
    },
    drop: () => note('drop'),
    ...audit,
  };
  const applying = applyPlan(
    { ...pass.ports, audit: trail },
    { preview, planId: '1f0c9a2b7d3e', accounts: [account], signal: new AbortController().signal },
  );
  const puts = () => emulator.requests().filter(({ method }) => method === 'PUT').length;
  return { emulator, applying, heard, recorded, puts };
}

const LOST: FaultRule = { match: { method: 'PUT', times: 1 }, fault: { kind: 'reset', when: 'after' } };
const DROPPED: FaultRule = { match: { method: 'PUT', times: 1 }, fault: { kind: 'reset', when: 'before' } };
const NO_READS: FaultRule = { match: { method: 'GET' }, fault: { kind: 'reset', when: 'before' } };
const BEGUN = `begin ${B} to ${A}`;

describe('the audit trail of a call', () => {
  it('hears of it before it leaves, and afterwards what became of it', async () => {
    const { applying, heard, recorded } = await change({});
    await applying;
    expect(heard).toEqual([BEGUN, 'applied']);
    expect(recorded).toMatchObject([{ before: { clicked: [B] }, after: { clicked: [A] } }]);
  });

  it('is waited for: nothing leaves before it is safe that it may', async () => {
    let letGo: () => void = () => undefined;
    let isAsked = false;
    const begin = () => {
      isAsked = true;
      return new Promise<void>((resolve) => {
        letGo = resolve;
      });
    };
    const { applying, puts } = await change({ audit: { begin } });
    await expect.poll(() => isAsked).toBe(true);
    expect(puts()).toBe(0);
    letGo();
    await applying;
    expect(puts()).toBe(1);
  });

  it('hears once of a call that is told to slow down and leaves again', async () => {
    const throttled: FaultRule = {
      match: { method: 'PUT', times: 1 },
      fault: { kind: 'throttle', dialect: 'retry-seconds', retryAfterMs: 1000 },
    };
    const { applying, heard, puts } = await change({ faults: [throttled] });
    await applying;
    expect(puts()).toBe(2);
    expect(heard).toEqual([BEGUN, 'applied']);
  });

  it.each<[string, FaultRule['fault']]>([
    ['refused', { kind: 'answer', status: 400 }],
    ['denied', { kind: 'answer', status: 401 }],
  ])('is told to forget it where it was %s', async (_name, fault) => {
    const { applying, heard } = await change({ faults: [{ match: { method: 'PUT' }, fault }] });
    await applying;
    expect(heard).toEqual([BEGUN, 'drop']);
  });
});

describe('a call whose answer was lost', () => {
  it.each<[string, FaultRule]>([
    ['was carried out', LOST],
    ['was not carried out', DROPPED],
  ])('is of unknown outcome when no read comes through afterwards, whether it %s', async (_name, fault) => {
    const { applying, heard, recorded } = await change({ faults: [fault, NO_READS] });
    const [result] = await applying;
    expect(result?.status).toBe('failed');
    expect(heard).toEqual([BEGUN, 'unknown']);
    expect(recorded).toMatchObject([
      { outcome: 'unknown', before: { clicked: [B] }, after: { clicked: [A] } },
    ]);
  });

  it('is an applied one as soon as a read shows its effect', async () => {
    const { applying, heard, puts } = await change({ faults: [LOST] });
    await applying;
    expect(puts()).toBe(1);
    expect(heard).toEqual([BEGUN, 'applied']);
  });

  it('is none when reads do not show it, and the next one is answered', async () => {
    const { applying, heard } = await change({ faults: [DROPPED] });
    await applying;
    expect(heard).toEqual([BEGUN, BEGUN, 'drop', 'applied']);
  });

  it('is an applied one also when only a later read shows it, as lists may be late', async () => {
    const emulator = await withEmulator({ seed: { domains: { [DOMAIN]: {} } } });
    const account = accountOn(emulator, { writeApi: 'v3' });
    const pass = passOn(emulator, [account]);
    const preview = await pass.preview({ domains: [desiredDomain({ webhooks: { clicked: [A] } })] });
    emulator.addFault({ match: { method: 'POST', times: 1 }, fault: { kind: 'reset', when: 'after' } });
    emulator.addFault({ match: { method: 'GET', times: 1 }, fault: { kind: 'stale', ms: 60_000 } });
    const recorded: AppliedCall[] = [];
    const audit: AuditTrail = {
      ...NO_AUDIT,
      record: (call) => Promise.resolve(void recorded.push(call)),
    };
    await applyPlan(
      { ...pass.ports, audit },
      { preview, planId: '1f0c9a2b7d3e', accounts: [account], signal: new AbortController().signal },
    );
    expect(emulator.requests().filter(({ method }) => method === 'POST')).toHaveLength(2);
    expect(recorded).toMatchObject([{ before: {}, after: { clicked: [A] } }]);
    expect(recorded[0]?.outcome).toBeUndefined();
  });
});

it('The calls of one application have one run id, and ids of their own; the next one has another run id', async () => {
  const first = await change({});
  const second = await change({ faults: [LOST, NO_READS] });
  await Promise.all([first.applying, second.applying]);
  const [one, other] = [...first.recorded, ...second.recorded];
  expect(one?.id).toMatch(/^[0-9a-f]{16}$/);
  expect(one?.runId).toMatch(/^[0-9a-f]{16}$/);
  expect(new Set([one?.id, one?.runId, other?.id, other?.runId]).size).toBe(4);
});
