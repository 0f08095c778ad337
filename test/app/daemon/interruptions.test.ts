import { describe, expect, it } from 'vitest';
import type { AccountLoop } from '../../../src/app/daemon/account-loop.ts';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { DesiredDomain } from '../../../src/model/desired-state.ts';
import type { Entry } from '../../../src/ports/journal.ts';
import type { AccountStatus } from '../../../src/ports/status.ts';
import { names, writesOf } from '../../support/daemon-config.ts';
import { desiredDomain, domainName } from '../../support/domains.ts';
import { withEmulator } from '../../support/emulator.ts';
import { loopOn } from '../../support/loop.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const ANY_NUMBER = { guard: { maxDeletes: 100, maxDeletePercent: 100, requireEndMark: true } };

const wants = (list: readonly string[], url: string): readonly DesiredDomain[] =>
  list.map((name) => desiredDomain({ domain: domainName(name), webhooks: { clicked: [url] } }));

const seedOf = (list: readonly string[], url: string) => ({
  domains: Object.fromEntries(list.map((name) => [name, { clicked: [url] }])),
});

const allInSync = ({ domains }: AccountStatus) =>
  domains.length > 0 && domains.every(({ condition }) => condition === 'in-sync');

const readsOf = (emulator: Emulator) => emulator.requests().filter(({ method }) => method === 'GET');

/** On the hurried clock hours are over in a moment; this is never. */
const NEVER_MS = 1e12;

/** A loop that sweeps once, and tells of each pass that has ended, before anything else happens. */
async function loopThatTells(emulator: Emulator, onEntry: (entry: Entry, loop: AccountLoop) => void) {
  const base = loopOn(emulator, ANY_NUMBER);
  await base.stop();
  const journal = {
    record: (entry: Entry) => {
      base.parts.ports.journal.record(entry);
      onEntry(entry, running.loop);
    },
  };
  const ports = { ...base.parts.ports, journal };
  const running = loopOn(emulator, ANY_NUMBER, { ports, intervalMs: NEVER_MS });
  return running;
}

/** Reads that take a moment, so that something can happen in between. */
const SLOW_READS = [{ match: { method: 'GET' }, fault: { kind: 'delay', ms: 30 } }] as const;

describe('what comes in between a pass', () => {
  it('is a changed domain, which goes before all that are left of a sweep and of an earlier change', async () => {
    const list = names(300);
    const emulator = await withEmulator({ seed: seedOf(list, A), faults: SLOW_READS, rate: 'none' });
    const { want, settles } = loopOn(emulator, ANY_NUMBER);
    want({ domains: wants(list, A) });
    await settles(() => emulator.requests().length > 30);
    const older = list.slice(100);
    want({ domains: [...wants(list.slice(0, 100), A), ...wants(older, B)] });
    await settles(() => emulator.requests().length > 60);
    const before = emulator.requests().length;
    want({ domains: [...wants(['d0.example.com'], B), ...wants(list.slice(1, 100), A), ...wants(older, B)] });
    await settles(() => writesOf(emulator).length > 0);
    expect(writesOf(emulator)[0]?.domain).toBe('d0.example.com');
    // The twenty reads that were under way, and the one of the domain.
    expect(emulator.requests().findIndex(({ method }) => method !== 'GET') - before).toBeLessThan(25);
  });

  it('is the first domain of an account that had none, for which no sweep is due', async () => {
    const emulator = await withEmulator({ seed: seedOf(names(1), B) });
    const { want, settles } = loopOn(emulator, ANY_NUMBER, { intervalMs: NEVER_MS });
    want({});
    await settles(({ pass }) => pass?.endedMs !== undefined);
    want({ domains: wants(names(1), A) });
    await settles(allInSync);
  });

  it('is no change of another account, and none that changes nothing', async () => {
    const list = names(60);
    const emulator = await withEmulator({ seed: seedOf(list, A), faults: SLOW_READS });
    const { want, settles } = loopOn(emulator);
    want({ domains: wants(list, A) });
    await settles(() => emulator.requests().length > 5);
    for (let again = 0; again < 10; again += 1) want({ domains: wants(list, A) });
    await settles(allInSync);
    expect(readsOf(emulator).length).toBeLessThanOrEqual(list.length + 1);
  });

  it('is the loss of leadership: nothing more is read or written, and the next leader finds it so', async () => {
    const list = names(100);
    const emulator = await withEmulator({ seed: seedOf(list, A), faults: SLOW_READS, rate: 'none' });
    const base = loopOn(emulator, ANY_NUMBER);
    await base.stop();
    let leading = true;
    const leadership = {
      state: () => ({ leading }),
      writeUntilMs: () => (leading ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY),
      onChange: () => () => undefined,
      release: () => Promise.resolve(),
    };
    const running = loopOn(emulator, ANY_NUMBER, { ports: { ...base.parts.ports, leadership } });
    running.want({ domains: wants(list, B) });
    await running.settles(() => emulator.requests().length > 10);
    leading = false;
    running.loop.noteLeadership();
    const sent = emulator.requests().length;
    await running.settles(({ pass }) => pass?.endedMs !== undefined);
    const { clock } = running.parts.ports;
    const startMs = clock.nowMs();
    await running.settles(() => clock.nowMs() - startMs > 600_000);
    expect(emulator.requests().length).toBeLessThanOrEqual(sent + 20);
    expect(writesOf(emulator)).toEqual([]);
  });

  it('is a wish for a pass now, which reads again what was read before the wish', async () => {
    const list = names(60);
    const emulator = await withEmulator({ seed: seedOf(list, A), faults: SLOW_READS });
    const { want, settles, loop } = loopOn(emulator, ANY_NUMBER, { intervalMs: NEVER_MS });
    want({ domains: wants(list, A) });
    await settles(() => emulator.requests().length > 30);
    const first = emulator.requests()[0]?.domain ?? '';
    emulator.setWebhooks(first, 'clicked', [B]);
    loop.sync();
    await settles(() => emulator.webhooks(first)['clicked']?.[0] === A);
  });

  it('is a wish for a pass now, which also looks at what has failed', async () => {
    const emulator = await withEmulator({ seed: seedOf(names(2), B) });
    emulator.addFault({ match: { domain: 'd0.example.com' }, fault: { kind: 'answer', status: 404 } });
    const failedMs: number[] = [];
    const { want, settles, parts } = await loopThatTells(emulator, ({ kind }, loop) => {
      if (kind === 'read-failed') failedMs.push(parts.ports.clock.nowMs());
      if (kind === 'pass-ended' && failedMs.length === 8) loop.sync();
    });
    want({ domains: wants(names(2), A) });
    await settles(() => failedMs.length > 8);
    const [seventh = 0, eighth = 0, ninth = 0] = failedMs.slice(6);
    expect(eighth - seventh).toBeGreaterThan(500_000);
    expect(ninth - eighth).toBeLessThan(60_000);
  });

  it('is a second change of a domain that was just written, which does not wait for the first to settle', async () => {
    const emulator = await withEmulator({ seed: seedOf(names(1), A) });
    let writes = 0;
    const { want, settles } = await loopThatTells(emulator, ({ kind }, loop) => {
      if (kind === 'change-settled') writes += 1;
      if (kind === 'pass-ended' && writes === 1)
        loop.setDesired({ domains: wants(names(1), A), patterns: [], doubts: [] });
    });
    want({ domains: wants(names(1), B) });
    await settles(() => writes > 1 && emulator.webhooks('d0.example.com')['clicked']?.[0] === A);
    expect(emulator.requests().map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'PUT']);
  });

  it('is a refusal of the key, after which nothing is written, and what was changed is not forgotten', async () => {
    let keyName = 'old';
    const list = names(40);
    const emulator = await withEmulator({ seed: seedOf(list, A) });
    const { want, settles, status, parts } = loopOn(emulator, ANY_NUMBER, {
      intervalMs: NEVER_MS,
      keyName: () => keyName,
    });
    want({ domains: wants(list, A) });
    await settles(allInSync);
    emulator.addFault({
      match: { method: 'GET', nth: 20, times: 1000 },
      fault: { kind: 'answer', status: 401 },
    });
    want({ domains: wants(list, B) });
    await settles((now) => now.halted !== undefined);
    const { clock } = parts.ports;
    const haltedMs = clock.nowMs();
    await settles(() => clock.nowMs() - haltedMs > 600_000);
    expect(writesOf(emulator)).toEqual([]);
    expect(status().pass?.endedMs).toBeDefined();
    emulator.clearFaults();
    keyName = 'new';
    await settles((now) => now.halted === undefined && allInSync(now));
    expect(list.every((name) => emulator.webhooks(name)['clicked']?.[0] === B)).toBe(true);
  });

  it('is a configuration that changes another domain, while a blocked plan goes on being shown', async () => {
    const list = names(3);
    const emulator = await withEmulator({ seed: seedOf(list, A) });
    const { want, settles, status } = loopOn(emulator, {}, { intervalMs: NEVER_MS });
    const without = desiredDomain({ domain: domainName('d0.example.com'), webhooks: { clicked: [] } });
    want({ domains: [without, ...wants(list.slice(1), A)] });
    const { guard } = await settles((now) => now.guard !== undefined);
    want({ domains: [without, ...wants(list.slice(1, 2), A)] });
    expect(status().guard?.planId).toBe(guard?.planId);
    await settles((now) => now.pass?.endedMs !== undefined && now.domains.length === 2);
    expect(status().guard).toMatchObject({ removed: 1 });
    expect(status().domains[0]?.condition).toBe('blocked');
    // What was blocked is gone, so nothing waits for a person any more.
    want({ domains: wants(list.slice(1, 2), A) });
    await settles((now) => now.guard === undefined);
    expect(writesOf(emulator)).toEqual([]);
  });
});

describe('how old what is known may be', () => {
  it('is an interval and a tenth, and the time that a sweep takes', async () => {
    const list = names(20);
    const intervalMs = 300_000;
    const emulator = await withEmulator({ seed: seedOf(list, A), rate: 'none' });
    let seed = 1;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const { want, settles, status, parts } = loopOn(emulator, {}, { intervalMs, random });
    want({ domains: wants(list, A) });
    await settles(allInSync);
    const { clock } = parts.ports;
    const endMs = clock.nowMs() + 3_600_000;
    let oldestMs = 0;
    await settles(() => {
      const ages = status().domains.map(({ readAtMs = 0 }) => clock.wallMs() - readAtMs);
      oldestMs = Math.max(oldestMs, ...ages);
      return clock.nowMs() > endMs;
    });
    expect(oldestMs).toBeGreaterThan(intervalMs * 0.8);
    // A nap on this clock moves it by five seconds at once.
    expect(oldestMs).toBeLessThan(intervalMs * 1.1 + 10_000);
  });
});
