import { describe, expect, it } from 'vitest';
import { RecentCalls, rememberedTrail } from '../../src/app/recent-calls.ts';
import { NO_AUDIT } from '../../src/cli/compose.ts';
import { accountName } from '../../src/model/account.ts';
import type { AppliedCall } from '../../src/ports/audit-trail.ts';
import { MAIN, MG } from '../support/domains.ts';

function applied(atMs: number, fields: Partial<AppliedCall> = {}): AppliedCall {
  const call = { kind: 'v3-delete', account: MAIN, domain: MG, eventType: 'clicked' } as const;
  const id = `id-${atMs}`;
  return {
    id,
    atMs,
    planId: '1f0c9a2b7d3e',
    call,
    before: { clicked: ['https://a/'] },
    after: {},
    ...fields,
  };
}

const answering = (kept: readonly AppliedCall[]) => ({ ...NO_AUDIT, since: () => Promise.resolve(kept) });

describe('a remembered trail', () => {
  it('answers with what the process has written where nothing is kept, also after it was opened anew', async () => {
    const recent = new RecentCalls();
    await rememberedTrail(NO_AUDIT, recent).record(applied(1));
    await rememberedTrail(NO_AUDIT, recent).record(applied(2));
    expect(await rememberedTrail(NO_AUDIT, recent).since(MAIN, 0)).toEqual([applied(1), applied(2)]);
    expect(await rememberedTrail(NO_AUDIT, recent).since(MAIN, 2)).toEqual([applied(2)]);
    expect(await rememberedTrail(NO_AUDIT, recent).since(accountName('other'), 0)).toEqual([]);
  });

  it('counts no call twice that the trail has too, and puts those of others in between', async () => {
    const recent = new RecentCalls();
    const trail = rememberedTrail(answering([applied(1), applied(2)]), recent);
    for (const atMs of [1, 3]) await trail.record(applied(atMs));
    expect((await trail.since(MAIN, 0)).map(({ atMs }) => atMs)).toEqual([1, 2, 3]);
  });

  it('knows better than a trail that did not hear how a call ended', async () => {
    const recent = new RecentCalls();
    const trail = rememberedTrail(answering([applied(1, { outcome: 'unknown' })]), recent);
    await trail.record(applied(1));
    expect(await trail.since(MAIN, 0)).toEqual([applied(1)]);
  });

  it('keeps an hour at the full rate, and no more', async () => {
    const trail = rememberedTrail(NO_AUDIT, new RecentCalls());
    for (let atMs = 0; atMs < 50_000; atMs += 1) await trail.record(applied(atMs));
    const kept = await trail.since(MAIN, 0);
    expect(kept.length).toBeGreaterThanOrEqual(18_000);
    expect(kept.length).toBeLessThan(20_000);
    expect(kept.at(-1)?.atMs).toBe(49_999);
  });
});
