import { describe, expect, it } from 'vitest';
import { RecentCalls, rememberedTrail } from '../../../src/app/recent-calls.ts';
import { NO_AUDIT } from '../../../src/cli/compose.ts';
import type { FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import type { AuditTrail } from '../../../src/ports/audit-trail.ts';
import { MAIN } from '../../support/domains.ts';
import { withEmulator } from '../../support/emulator.ts';
import { A, allInSync, B, loopOn, wants, writesOf } from '../../support/loop.ts';

/** On an account this small any deletion is more than 30 %. */
const SMALL = { guard: { maxDeletes: 10, maxDeletePercent: 100, requireEndMark: true } };

const onDomain = (domain: string, rule: FaultRule): FaultRule => ({
  ...rule,
  match: { ...rule.match, path: `/${domain}/` },
});

describe('the loop of an account', () => {
  it('brings every domain in sync, and says since when', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': {}, 'b.example.com': { clicked: [B] } } },
    });
    const { want, settles } = loopOn(emulator, SMALL);
    want({ domains: [wants('a.example.com'), wants('b.example.com')] });
    const status = await settles(allInSync);
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [A] });
    expect(emulator.webhooks('b.example.com')).toEqual({ clicked: [A] });
    expect(status.lastSuccessMs).toBeGreaterThan(0);
    expect(status.lastChanges).toHaveLength(2);
  });

  it('writes nothing while nothing drifts, pass after pass, and reads each domain once a pass', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'a.example.com': { clicked: [A] } } } });
    const { want, settles, pass } = loopOn(emulator);
    want({ domains: [wants('a.example.com')] });
    const passes = () => pass.entries.filter(({ kind }) => kind === 'pass-ended').length;
    await settles(() => passes() >= 20);
    expect(writesOf(emulator.requests())).toBe(0);
    expect(emulator.requests().length).toBeLessThanOrEqual(passes() + 1);
  });

  it('repairs drift with the next sweep', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'a.example.com': {} } } });
    const { want, settles } = loopOn(emulator, SMALL);
    want({ domains: [wants('a.example.com')] });
    await settles(allInSync);
    emulator.setWebhooks('a.example.com', 'clicked', [B]);
    await settles(() => emulator.webhooks('a.example.com')['clicked']?.includes(A) === true);
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [A] });
  });

  it('tries a domain that fails again and again, ever more rarely, and holds up no other', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'bad.example.com': {}, 'good.example.com': {} } },
      faults: [onDomain('bad.example.com', { fault: { kind: 'answer', status: 404 } })],
    });
    const { want, settles, condition, pass, parts } = loopOn(emulator, {}, { intervalMs: 36_000_000 });
    want({ domains: [wants('bad.example.com'), wants('good.example.com')] });
    await settles(() => condition('good.example.com') === 'in-sync');
    const startMs = parts.ports.clock.nowMs();
    await settles(() => parts.ports.clock.nowMs() - startMs > 3_600_000);
    const tries = pass.entries.filter(({ kind }) => kind === 'read-failed').length;
    expect(tries).toBeGreaterThanOrEqual(8);
    expect(tries).toBeLessThanOrEqual(14);
    expect(condition('bad.example.com')).toBe('unread');
  });

  it('stops an account after one refusal of its key, and goes on at once with another key', async () => {
    let keyName = 'old';
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': {}, 'b.example.com': {}, 'c.example.com': {} } },
      faults: [{ fault: { kind: 'answer', status: 401 } }],
    });
    const { want, settles, status, parts } = loopOn(emulator, {}, { keyName: () => keyName });
    want({ domains: ['a', 'b', 'c'].map((label) => wants(`${label}.example.com`)) });
    await settles(() => status().halted !== undefined);
    const startMs = parts.ports.clock.nowMs();
    await settles(() => parts.ports.clock.nowMs() - startMs > 3_600_000);
    expect(emulator.requests().length).toBeLessThanOrEqual(16);
    expect(status().halted).toContain('(401)');
    emulator.clearFaults();
    keyName = 'new';
    await settles((now) => now.halted === undefined && allInSync(now));
    expect(emulator.webhooks('c.example.com')).toEqual({ clicked: [A] });
  });

  it('never touches a domain that is gone from the configuration', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'a.example.com': {}, 'b.example.com': {} } } });
    const { want, settles, status } = loopOn(emulator);
    want({ domains: [wants('a.example.com'), wants('b.example.com')] });
    await settles(allInSync);
    want({ domains: [wants('a.example.com')] });
    await settles(({ domains }) => domains.length === 1);
    emulator.setWebhooks('b.example.com', 'clicked', []);
    const before = emulator.requests().length;
    await settles(() => emulator.requests().length > before + 5);
    expect(status().domains.map(({ domain }) => domain)).toEqual(['a.example.com']);
    expect(emulator.webhooks('b.example.com')).toEqual({});
  });

  it('finds the domains of a pattern, also those that are added later', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'a.customers.example.com': {} } } });
    const { want, settles } = loopOn(emulator);
    want({
      patterns: [
        {
          account: MAIN,
          suffix: 'customers.example.com',
          policy: 'listed',
          ignore: [],
          webhooks: { clicked: ['https://hooks.example.com/{domain}'] },
        },
      ],
    });
    await settles(allInSync);
    emulator.addDomain('b.customers.example.com');
    await settles(
      ({ domains }) => domains.length === 2 && domains.every(({ condition }) => condition === 'in-sync'),
    );
    expect(emulator.webhooks('b.customers.example.com')).toEqual({
      clicked: ['https://hooks.example.com/b.customers.example.com'],
    });
  });

  it('goes on with the domains that are named while the account cannot be listed', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': {} } },
      faults: [{ match: { path: '^/v4/domains' }, fault: { kind: 'answer', status: 404 } }],
    });
    const { want, settles, condition, pass } = loopOn(emulator);
    want({
      domains: [wants('a.example.com')],
      patterns: [{ account: MAIN, suffix: '', policy: 'listed', ignore: [], webhooks: { clicked: [A] } }],
    });
    const { notes } = await settles(() => condition('a.example.com') === 'in-sync');
    expect(notes).toEqual([expect.stringContaining('could not be listed')]);
    expect(
      pass.entries.filter((entry) => entry.kind === 'pass-ended' && entry.outcome === 'converged'),
    ).toEqual([]);
    const passes = () => pass.entries.filter(({ kind }) => kind === 'pass-ended').length;
    const before = emulator.requests().length;
    const passesBefore = passes();
    await settles(() => passes() > passesBefore + 3);
    // The log says why no pass converges, and says it once.
    expect(pass.entries.filter(({ kind }) => kind === 'notice')).toEqual([
      { kind: 'notice', level: 'warn', event: 'account-note', account: MAIN, message: notes[0] },
    ]);
    expect(emulator.requests().length - before).toBeLessThanOrEqual(3 * (passes() - passesBefore));
  });

  it('lets half a minute pass after its own write before it believes a read that shows something else', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': {} } },
      faults: [{ match: { method: 'GET' }, fault: { kind: 'stale', ms: 3_600_000 } }],
    });
    const wroteAtMs: number[] = [];
    const base = loopOn(emulator);
    await base.stop();
    const { clock, journal } = base.parts.ports;
    const { want, settles } = loopOn(
      emulator,
      {},
      {
        intervalMs: 1000,
        ports: {
          ...base.parts.ports,
          journal: {
            record: (entry) => {
              if (entry.kind === 'call-settled') wroteAtMs.push(clock.nowMs());
              journal.record(entry);
            },
          },
        },
      },
    );
    want({ domains: [wants('a.example.com')] });
    await settles(() => wroteAtMs.length >= 2);
    const [first = 0, second = 0] = wroteAtMs;
    expect(second - first).toBeGreaterThanOrEqual(29_000);
  });

  it('holds a webhook that something else changes back, after three rewrites in an hour, and says so', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'a.example.com': { clicked: [A, B] } } } });
    const base = loopOn(emulator);
    await base.stop();
    const wroteAtMs: number[] = [];
    const { clock } = base.parts.ports;
    // No file keeps it: what the process remembers has to do.
    const trail = rememberedTrail(NO_AUDIT, new RecentCalls());
    const audit: AuditTrail = {
      ...trail,
      record: (call) => {
        wroteAtMs.push(clock.wallMs());
        emulator.setWebhooks('a.example.com', 'clicked', [A, B]);
        return trail.record(call);
      },
    };
    const { want, settles, condition, pass } = loopOn(
      emulator,
      { guard: { maxDeletes: 100, maxDeletePercent: 100, requireEndMark: true } },
      { ports: { ...base.parts.ports, audit }, intervalMs: 60_000 },
    );
    want({ domains: [wants('a.example.com')] });
    await settles(() => condition('a.example.com') === 'held');
    expect(wroteAtMs).toHaveLength(3);
    const startMs = clock.wallMs();
    await settles(() => clock.wallMs() - startMs > 7_200_000);
    const inAnHour = wroteAtMs.map(
      (atMs) => wroteAtMs.filter((at) => at >= atMs && at < atMs + 3_600_000).length,
    );
    expect(Math.max(...inAnHour)).toBeLessThanOrEqual(3);
    expect(wroteAtMs.length).toBeGreaterThan(3);
    expect(base.pass.entries.concat(pass.entries)).toContainEqual(
      expect.objectContaining({
        event: 'webhook-held',
        message: expect.stringContaining('a.example.com clicked'),
      }),
    );
  });

  it('removes nothing while a part of the configuration may be missing, until that is over', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': { clicked: [A, B] }, 'b.example.com': {} } },
    });
    const { want, settles, condition, pass } = loopOn(emulator, SMALL);
    const doubts = [{ kind: 'no-end-mark', file: 'domains.yaml' }] as const;
    const domains = [wants('a.example.com'), wants('b.example.com')];
    want({ domains: domains.slice(1), doubts });
    await settles(allInSync);
    expect(emulator.webhooks('b.example.com'), 'what only adds goes on').toEqual({ clicked: [A] });
    want({ domains, doubts });
    const { guard } = await settles((status) => status.guard !== undefined);
    expect(guard).toMatchObject({
      removed: 1,
      exceeded: [expect.stringContaining('domains.yaml does not end with')],
      removals: [`a.example.com clicked ${B}`],
    });
    expect(condition('a.example.com')).toBe('blocked');
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [A, B] });
    expect(pass.entries).toContainEqual(
      expect.objectContaining({ event: 'guard-blocked', details: guard?.exceeded }),
    );
    want({ domains });
    await settles(allInSync);
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [A] });
  });

  it('removes what a person approves, doubtful or not', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'a.example.com': { clicked: [A, B] } } } });
    const { want, settles, loop, parts } = loopOn(emulator, SMALL);
    want({ domains: [wants('a.example.com')], doubts: [{ kind: 'no-accounts' }] });
    const { guard } = await settles((status) => status.guard !== undefined);
    const planId = guard?.planId ?? '';
    parts.approvals.add({ planId, allowDeletes: 1 }, 'anew');
    expect(loop.noteApproval(planId)).toBe(true);
    await settles(allInSync);
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [A] });
  });

  it('sends nothing while another process leads', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'a.example.com': {} } } });
    let leading = false;
    const base = loopOn(emulator, {}, {});
    await base.stop();
    const leadership = {
      state: () => ({ leading }),
      writeUntilMs: () => (leading ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY),
      onChange: () => () => undefined,
      release: () => Promise.resolve(),
    };
    const { want, settles, parts, loop } = loopOn(
      emulator,
      {},
      {
        ports: { ...base.parts.ports, leadership },
      },
    );
    want({ domains: [wants('a.example.com')] });
    const startMs = parts.ports.clock.nowMs();
    await settles(() => parts.ports.clock.nowMs() - startMs > 600_000);
    expect(emulator.requests()).toEqual([]);
    leading = true;
    loop.noteLeadership();
    await settles(allInSync);
  });

  it('ends within the request under way when it is told to stop', async () => {
    const emulator = await withEmulator({
      seed: { domains: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`d${n}.example.com`, {}])) },
    });
    const running = loopOn(emulator);
    running.want({ domains: Array.from({ length: 50 }, (_, n) => wants(`d${n}.example.com`)) });
    await running.settles(() => emulator.requests().length > 5);
    await running.stop();
    const sent = emulator.requests().length;
    await new Promise((wake) => setImmediate(wake));
    expect(emulator.requests()).toHaveLength(sent);
  });
});
