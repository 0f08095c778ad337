import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/adapters/journal/audit-entry.ts';
import { runsOf } from '../../../src/cli/plan-runs.ts';
import { deltasOf, planRecords } from '../../../src/cli/render/history-facts.ts';
import { domainName, MAIN, MG } from '../../support/domains.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const MINUTE_MS = 60_000;

function entry(minutes: number, fields: Partial<AuditEntry> = {}): AuditEntry {
  return {
    atMs: minutes * MINUTE_MS,
    planId: '1f0c9a2b7d3e',
    account: MAIN,
    baseUrl: 'https://api.mailgun.net',
    domain: MG,
    author: { who: 'octocat' },
    call: { kind: 'v3-update', eventType: 'clicked', urls: [A] },
    before: { clicked: [B] },
    after: { clicked: [A] },
    ...fields,
  };
}

const recordsOf = (entries: readonly AuditEntry[]) => planRecords(runsOf(entries));

describe('the record of a plan', () => {
  it('joins the calls of one plan, also where another plan came in between', () => {
    const other = entry(1, { planId: 'ffffffffffff' });
    const records = recordsOf([entry(2), other, entry(0, { domain: domainName('news.example.com') })]);
    expect(records.map(({ planId, entries }) => [planId, entries.length])).toEqual([
      ['1f0c9a2b7d3e', 2],
      ['ffffffffffff', 1],
    ]);
    expect(records[0]).toMatchObject({
      firstAtMs: 0,
      lastAtMs: 2 * MINUTE_MS,
      domains: [MG, 'news.example.com'],
    });
  });

  it('is one for each time that the plan was carried out, and for each author', () => {
    expect(recordsOf([entry(0), entry(10), entry(26)]).map(({ entries }) => entries.length)).toEqual([1, 2]);
    expect(recordsOf([entry(0), entry(1, { author: { who: 'jo' } })])).toHaveLength(2);
  });

  it('is one for each run, however soon it ran again, and counts each on its own', () => {
    const back = { before: { clicked: [B] }, after: { clicked: [A] } };
    const [one, other] = ['5d1c0b7a9e8f6a4b', '00000000aaaaaaaa'];
    const records = recordsOf([
      entry(0, { ...back, runId: one }),
      entry(1, { ...back, runId: other }),
      entry(40, { ...back, runId: other, domain: domainName('news.example.com') }),
    ]);
    expect(
      records.map(({ name, entries, added, removed }) => [name, entries.length, added, removed]),
    ).toEqual([
      ['1f0c9a2b7d3e@00000000', 2, 2, 2],
      ['1f0c9a2b7d3e@5d1c0b7a', 1, 1, 1],
    ]);
  });

  it('has the name of its plan alone, where that ran once', () => {
    expect(recordsOf([entry(0), entry(1)]).map(({ name }) => name)).toEqual(['1f0c9a2b7d3e']);
  });

  it('says how many of its calls nobody knows the outcome of', () => {
    expect(recordsOf([entry(0), entry(1, { outcome: 'unknown' })])).toMatchObject([{ unknown: 1 }]);
  });

  it('counts from what a domain had first to what it had last', () => {
    const first = entry(0, { before: { clicked: [B] }, after: { clicked: [A, B] } });
    const second = entry(1, { before: { clicked: [A, B] }, after: { clicked: [A] } });
    expect(recordsOf([first, second])[0]).toMatchObject({ added: 1, removed: 1 });
    expect(recordsOf([first, { ...second, after: { clicked: [B] } }])[0]).toMatchObject({
      added: 0,
      removed: 0,
    });
  });
});

it('Only event types that differ are shown, whatever the order of their URLs', () => {
  const before = { clicked: [A, B], opened: [A], delivered: [B] };
  const after = { clicked: [B, A], opened: [B], complained: [A] };
  expect(deltasOf({ before, after })).toEqual([
    { eventType: 'delivered', kept: [], added: [], removed: [B] },
    { eventType: 'opened', kept: [], added: [B], removed: [A] },
    { eventType: 'complained', kept: [], added: [A], removed: [] },
  ]);
});
