import { describe, expect, it } from 'vitest';
import { RecentCalls, rememberedTrail } from '../../../src/app/recent-calls.ts';
import { NO_AUDIT } from '../../../src/cli/compose.ts';
import { EVENT_TYPES } from '../../../src/model/event-type.ts';
import type { AuditTrail } from '../../../src/ports/audit-trail.ts';
import { withEmulator } from '../../support/emulator.ts';
import { A, allInSync, B, loopOn, wants, writesOf } from '../../support/loop.ts';

describe('the loop of an account and its guard', () => {
  it('writes nothing that its guard refuses until a person approves that very plan', async () => {
    const everywhere = Object.fromEntries(EVENT_TYPES.map((name) => [name, [A, B]]));
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': everywhere, 'b.example.com': everywhere } },
    });
    const { want, settles, condition, loop, parts, status } = loopOn(emulator);
    want({
      domains: ['a', 'b'].map((label) =>
        wants(`${label}.example.com`, {
          webhooks: Object.fromEntries(EVENT_TYPES.map((name) => [name, [A]])),
        }),
      ),
    });
    const { guard } = await settles((now) => now.guard !== undefined);
    expect(guard).toMatchObject({
      removed: 16,
      removals: expect.arrayContaining([`a.example.com clicked ${B}`]),
    });
    expect(condition('a.example.com')).toBe('blocked');
    expect(writesOf(emulator.requests())).toBe(0);
    const planId = guard?.planId ?? '';
    parts.approvals.add({ planId, allowDeletes: 15 }, 'anew');
    loop.noteApproval(planId);
    await settles(() => condition('a.example.com') === 'blocked');
    expect(writesOf(emulator.requests())).toBe(0);
    parts.approvals.add({ planId, allowDeletes: 16 }, 'anew');
    loop.noteApproval(planId);
    await settles(allInSync);
    expect(status().guard).toBeUndefined();
    expect(emulator.webhooks('b.example.com')).toEqual(
      Object.fromEntries(EVENT_TYPES.map((name) => [name, [A]])),
    );
  });

  it('keeps an approval for the next try when Mailgun refused all of this one', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': { clicked: [A], opened: [A] } } },
      faults: [{ match: { method: 'DELETE', times: 2 }, fault: { kind: 'answer', status: 400 } }],
    });
    const { want, settles, loop, parts, pass } = loopOn(emulator, { writeApi: 'v3' });
    want({ domains: [wants('a.example.com', { webhooks: { clicked: [], opened: [] } })] });
    const { guard } = await settles((now) => now.guard !== undefined);
    parts.approvals.add({ planId: guard?.planId ?? '', allowDeletes: 2 }, 'standing');
    loop.noteApproval(guard?.planId ?? '');
    await settles(allInSync);
    const results = pass.entries.flatMap((entry) => (entry.kind === 'change-settled' ? entry.result : []));
    expect(results.slice(0, 2)).toEqual(['failed', 'failed']);
    expect(emulator.webhooks('a.example.com')).toEqual({});
  });

  it('takes an approval for used where the answer to a deletion was lost', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': { clicked: [A], opened: [A] } } },
      faults: [{ match: { method: 'DELETE', times: 1 }, fault: { kind: 'reset', when: 'after' } }],
    });
    const { want, settles, loop, parts, condition, pass } = loopOn(emulator, { writeApi: 'v3' });
    want({ domains: [wants('a.example.com', { webhooks: { clicked: [], opened: [A] } })] });
    const { guard } = await settles((now) => now.guard !== undefined);
    // Nothing shows what became of the call: the reads after it are refused.
    emulator.addFault({
      match: { method: 'GET', times: 12 },
      fault: { kind: 'answer', status: 403 },
    });
    parts.approvals.add({ planId: guard?.planId ?? '', allowDeletes: 1 }, 'anew');
    loop.noteApproval(guard?.planId ?? '');
    await settles(() => pass.entries.some(({ kind }) => kind === 'change-settled'));
    emulator.clearFaults();
    emulator.setWebhooks('a.example.com', 'clicked', [A]);
    loop.sync();
    await settles(() => condition('a.example.com') === 'blocked');
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [A], opened: [A] });
  });

  it('goes on by itself when a blocked configuration is taken back', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'a.example.com': { clicked: [A] } } } });
    const { want, settles, condition, status } = loopOn(emulator);
    want({ domains: [wants('a.example.com', { webhooks: { clicked: [] } })] });
    await settles(() => condition('a.example.com') === 'blocked');
    want({ domains: [wants('a.example.com')] });
    await settles(allInSync);
    expect(status().guard).toBeUndefined();
    expect(writesOf(emulator.requests())).toBe(0);
  });

  it('never lets many small passes do what one may not', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `d${index}.example.com`);
    const seed = Object.fromEntries(names.map((name) => [name, { clicked: [A, B], opened: [A, B] }]));
    const emulator = await withEmulator({ seed: { domains: seed } });
    const base = loopOn(emulator);
    await base.stop();
    // No file keeps it: what the process remembers has to do.
    const trail = rememberedTrail(NO_AUDIT, new RecentCalls());
    const audit: AuditTrail = {
      ...trail,
      // However fast this clock runs, it was a moment ago.
      record: (call) => trail.record({ ...call, atMs: Number.MAX_SAFE_INTEGER }),
    };
    const { want, settles, status } = loopOn(emulator, {}, { ports: { ...base.parts.ports, audit } });
    const keep = { webhooks: { clicked: [A, B], opened: [A, B] } };
    want({ domains: names.map((name) => wants(name, keep)) });
    await settles(allInSync);
    for (let changed = 1; changed <= names.length; changed += 1) {
      want({
        domains: names.map((name, index) =>
          wants(name, index < changed ? { webhooks: { clicked: [A], opened: [A, B] } } : keep),
        ),
      });
      await settles(({ domains }) => domains.every(({ condition }) => condition !== 'pending'));
    }
    await settles((now) => now.guard !== undefined);
    const lost = emulator.history().length;
    expect(lost).toBeLessThanOrEqual(10);
    expect(status().guard?.exceeded[0]).toContain('maxDeletes is 10');
  });
});
