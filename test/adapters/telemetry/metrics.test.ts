import { describe, expect, it } from 'vitest';
import { createMetrics, type Metrics } from '../../../src/adapters/telemetry/metrics.ts';
import { accountName } from '../../../src/model/account.ts';
import type { DomainName } from '../../../src/model/domain-name.ts';
import type { Entry } from '../../../src/ports/journal.ts';
import type { Status } from '../../../src/ports/status.ts';
import {
  exampleAccount,
  exampleDomain,
  exampleStatus,
  HOSTILE_TEXTS,
  hostileStatus,
  manyDomains,
  NOW_MS,
  tenDomains,
} from '../../support/example-status.ts';
import { checkMetrics, prometheusMissing } from '../../support/prometheus.ts';

const MAIN = accountName('main');
const KEY = { account: MAIN, domain: 'mg.example.com' as DomainName, eventType: 'clicked' } as const;
const NOW_SECONDS = NOW_MS / 1000;

interface Subject {
  readonly metrics: Metrics;
  show(status: Status): void;
  /** The lines of one metric, without its name. */
  seriesOf(name: string): Promise<readonly string[]>;
}

function subject(first: Status = exampleStatus({ accounts: [exampleAccount('main')] })): Subject {
  let shown = first;
  const metrics = createMetrics({ version: '0.1.0', nodeVersion: 'v20.0.0', status: () => shown });
  return {
    metrics,
    show: (status) => {
      shown = status;
    },
    seriesOf: async (name) =>
      (await metrics.text())
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
        .map((line) => line.slice(name.length).trim()),
  };
}

/** One entry of each kind. */
const ENTRIES: readonly Entry[] = [
  { kind: 'request-ended', account: MAIN, method: 'GET', status: 200, durationMs: 120 },
  { kind: 'account-throttled', account: MAIN, pauseMs: 1000, untilMs: NOW_MS + 1000 },
  { kind: 'budget-notice', account: MAIN, event: 'x', message: 'y' },
  { kind: 'account-halted', account: MAIN, reason: 'the key is refused' },
  { kind: 'v4-given-up', account: MAIN, surprises: 3 },
  { kind: 'call-settled', call: { kind: 'v3-delete', ...KEY }, result: 'done' },
  { kind: 'change-settled', change: { kind: 'delete', key: KEY }, result: 'applied' },
  { kind: 'pass-ended', account: MAIN, passId: 'p', outcome: 'converged', durationMs: 14_000 },
  {
    kind: 'read-failed',
    state: { kind: 'unread', ...KEY, reason: { code: 'throttled', message: 'again and again' } },
  },
];

describe('counters', () => {
  it('count each fact once, under the account it is about', async () => {
    const { metrics, seriesOf } = subject();
    for (const entry of ENTRIES) metrics.record(entry);
    const expected = {
      mghooks_requests_total: '{account="main",method="GET",status="200"} 1',
      mghooks_request_duration_seconds_sum: '{account="main",method="GET"} 0.12',
      mghooks_throttles_total: '{account="main"} 1',
      mghooks_budget_notices_total: '{account="main"} 1',
      mghooks_halts_total: '{account="main"} 1',
      mghooks_v4_fallbacks_total: '{account="main"} 1',
      mghooks_calls_total: '{account="main",kind="v3-delete",result="done"} 1',
      mghooks_changes_total: '{account="main",kind="delete",result="applied"} 1',
      mghooks_passes_total: '{account="main",outcome="converged"} 1',
      mghooks_pass_duration_seconds_sum: '{account="main"} 14',
      mghooks_read_failures_total: '{account="main",reason="throttled"} 1',
    };
    for (const [name, series] of Object.entries(expected)) expect(await seriesOf(name)).toContain(series);
  });

  it('exist with the value 0 before anything happened, so that the first increase is seen', async () => {
    const { seriesOf } = subject();
    const changes = await seriesOf('mghooks_changes_total');
    expect(changes).toHaveLength(9);
    expect(changes).toContain('{account="main",kind="create",result="failed"} 0');
    expect(await seriesOf('mghooks_halts_total')).toEqual(['{account="main"} 0']);
    expect(await seriesOf('mghooks_passes_total')).toHaveLength(3);
  });

  it.each([
    [undefined, 'none'],
    [404, '404'],
    [418, '4xx'],
    [299, '2xx'],
    [599, '5xx'],
    [999, 'other'],
    [0, 'other'],
  ])('put the answer %s under the status %s', async (status, label) => {
    const { metrics, seriesOf } = subject();
    const answered = status === undefined ? {} : { status };
    metrics.record({ kind: 'request-ended', account: MAIN, method: 'GET', durationMs: 1, ...answered });
    expect(await seriesOf('mghooks_requests_total')).toEqual([
      `{account="main",method="GET",status="${label}"} 1`,
    ]);
  });

  it('stay bounded whatever is recorded', async () => {
    const { metrics, seriesOf } = subject();
    for (let index = 0; index < 2000; index += 1) {
      const method = `M${index}`;
      metrics.record({ kind: 'request-ended', account: MAIN, method, status: index, durationMs: 1 });
      metrics.record({ kind: 'call-settled', call: { kind: 'v3-delete', ...KEY }, result: method });
    }
    expect((await seriesOf('mghooks_requests_total')).length).toBeLessThan(60);
    expect(await seriesOf('mghooks_calls_total')).toEqual([
      '{account="main",kind="v3-delete",result="other"} 2000',
    ]);
  });
});

describe('accounts', () => {
  it('disappear from every metric once they are gone from the configuration', async () => {
    const { metrics, show } = subject();
    for (const entry of ENTRIES) metrics.record(entry);
    expect(await metrics.text()).toContain('account="main"');
    show(exampleStatus({ accounts: [exampleAccount('other')] }));
    expect(await metrics.text()).not.toContain('account="main"');
    // A request that was under way still ends.
    for (const entry of ENTRIES) metrics.record(entry);
    expect(await metrics.text()).not.toContain('account="main"');
  });

  it('start from 0 when they come back', async () => {
    const { metrics, show, seriesOf } = subject();
    for (const entry of ENTRIES) metrics.record(entry);
    show(exampleStatus());
    await metrics.text();
    show(exampleStatus({ accounts: [exampleAccount('main')] }));
    expect(await seriesOf('mghooks_halts_total')).toEqual(['{account="main"} 0']);
  });
});

describe('gauges', () => {
  it('say whether each account is in sync, and since when', async () => {
    const { seriesOf } = subject(tenDomains());
    expect(await seriesOf('mghooks_in_sync')).toEqual([
      '{account="eu"} 1',
      '{account="main"} 0',
      '{account="shops"} 0',
    ]);
    expect(await seriesOf('mghooks_in_sync_since_timestamp_seconds')).toEqual([
      `{account="eu"} ${NOW_SECONDS - 3 * 3600}`,
    ]);
    expect(await seriesOf('mghooks_out_of_sync_since_timestamp_seconds')).toEqual([
      `{account="main"} ${NOW_SECONDS - 3 * 3600}`,
      `{account="shops"} ${NOW_SECONDS - 42 * 60}`,
    ]);
  });

  it('call no account in sync that nothing has been found out about', async () => {
    const { lastSuccessMs: _, ...unknown } = exampleAccount('new');
    const unread = exampleAccount('pending', {
      domains: [exampleDomain('a.example', { condition: 'pending' })],
    });
    const { seriesOf } = subject(exampleStatus({ accounts: [unknown, unread, exampleAccount('none')] }));
    expect(await seriesOf('mghooks_in_sync')).toEqual([
      '{account="new"} 0',
      '{account="pending"} 0',
      '{account="none"} 1',
    ]);
  });

  it('count the domains of each state, with 0 where there is none', async () => {
    const { seriesOf } = subject(manyDomains(5000));
    expect(await seriesOf('mghooks_domains')).toEqual([
      '{account="customers",state="in-sync"} 4948',
      '{account="customers",state="drifted"} 13',
      '{account="customers",state="observed"} 0',
      '{account="customers",state="blocked"} 0',
      '{account="customers",state="held"} 0',
      '{account="customers",state="conflict"} 0',
      '{account="customers",state="failed"} 13',
      '{account="customers",state="unread"} 13',
      '{account="customers",state="pending"} 13',
    ]);
  });

  it('tell what waits for a person, what is throttled, and what is left of the budget', async () => {
    const { seriesOf } = subject(tenDomains());
    expect(await seriesOf('mghooks_guard_blocked')).toContain('{account="main"} 1');
    expect(await seriesOf('mghooks_guard_removed_deliveries')).toContain('{account="main"} 14');
    expect(await seriesOf('mghooks_throttled_until_timestamp_seconds')).toEqual([
      '{account="eu"} 0',
      '{account="main"} 0',
      `{account="shops"} ${NOW_SECONDS + 42}`,
    ]);
    expect(await seriesOf('mghooks_budget_remaining')).toContain('{account="main"} 212');
    expect(await seriesOf('mghooks_notes')).toContain('{account="shops"} 1');
    expect(await seriesOf('mghooks_pass_in_progress')).toContain('{account="shops"} 1');
    expect(await seriesOf('mghooks_last_pass_end_timestamp_seconds')).toHaveLength(2);
  });

  it('take the domain that waits longest for the oldest read, and one never read from when it came', async () => {
    const { readAtMs: _, ...never } = exampleDomain('b.example', { sinceMs: NOW_MS - 600_000 });
    const domains = [exampleDomain('a.example'), never];
    const { seriesOf } = subject(exampleStatus({ accounts: [exampleAccount('main', { domains })] }));
    expect(await seriesOf('mghooks_oldest_read_timestamp_seconds')).toEqual([
      `{account="main"} ${NOW_SECONDS - 600}`,
    ]);
  });

  it('tell a stale configuration from one in force, and show nothing before the first', async () => {
    const { seriesOf, show } = subject(manyDomains(1));
    expect(await seriesOf('mghooks_config_stale')).toEqual(['1']);
    expect(await seriesOf('mghooks_config_problems')).toEqual(['2']);
    expect(await seriesOf('mghooks_config_info')).toEqual(['{digest="9f2c41d07b3e"} 1']);
    show(exampleStatus());
    expect(await seriesOf('mghooks_config_stale')).toEqual(['0']);
    expect(await seriesOf('mghooks_config_stale_since_timestamp_seconds')).toEqual([]);
    const { configuration: _, ...unconfigured } = exampleStatus();
    show(unconfigured);
    expect(await seriesOf('mghooks_ready')).toEqual(['0']);
    expect(await seriesOf('mghooks_config_info')).toEqual([]);
    expect(await seriesOf('mghooks_config_last_load_timestamp_seconds')).toEqual([]);
  });

  it('tell who leads', async () => {
    const { seriesOf, show } = subject();
    expect(await seriesOf('mghooks_leader')).toEqual(['1']);
    show(exampleStatus({ leadership: { leading: false, problem: 'the API server does not answer' } }));
    expect(await seriesOf('mghooks_leader')).toEqual(['0']);
    expect(await seriesOf('mghooks_leadership_problem')).toEqual(['1']);
  });
});

describe('domains in labels', () => {
  const NAME = 'mghooks_domain_condition_since_timestamp_seconds';

  it('are only those out of sync, the most serious first', async () => {
    const { seriesOf } = subject(tenDomains());
    const states = (await seriesOf(NAME)).map((line) => /state="([^"]*)"/.exec(line)?.[1]);
    expect(states).toEqual(['failed', 'conflict', 'blocked', 'held', 'unread', 'drifted', 'observed']);
    expect(await seriesOf('mghooks_domain_conditions_omitted')).toEqual(['0']);
  });

  it('are 200 at most, and those left out are counted', async () => {
    const domains = Array.from({ length: 1000 }, (_, index) =>
      exampleDomain(`d${index}.example`, { condition: index === 999 ? 'failed' : 'drifted' }),
    );
    const { seriesOf } = subject(exampleStatus({ accounts: [exampleAccount('main', { domains })] }));
    const lines = await seriesOf(NAME);
    expect(lines).toHaveLength(200);
    expect(lines[0]).toContain('d999.example');
    expect(await seriesOf('mghooks_domain_conditions_omitted')).toEqual(['800']);
  });

  it('disappear when they come in sync', async () => {
    const { seriesOf, show } = subject(tenDomains());
    expect(await seriesOf(NAME)).not.toEqual([]);
    show(exampleStatus({ accounts: [exampleAccount('eu', { domains: [exampleDomain('a.example')] })] }));
    expect(await seriesOf(NAME)).toEqual([]);
  });
});

describe.skipIf(prometheusMissing)('promtool', () => {
  it.each([
    ['nothing has happened', exampleStatus(), []],
    ['everything has happened', tenDomains(), ENTRIES],
    ['names are hostile', hostileStatus(), []],
  ] as const)('finds nothing to complain about when %s', async (_title, status, entries) => {
    const { metrics } = subject(status);
    for (const entry of entries) metrics.record(entry);
    expect(checkMetrics(await metrics.text())).toEqual({ said: '', code: 0 });
  });

  it('would complain about a bad name', () => {
    expect(checkMetrics('# TYPE x_total gauge\nx_total 1\n').code).not.toBe(0);
  });
});

describe('a scrape', () => {
  it('keeps a line a series, whatever the labels hold', async () => {
    const { metrics } = subject(hostileStatus());
    const lines = (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    // The lag of an event loop that was never late is not a number.
    for (const line of lines) expect(line).toMatch(/^[a-z][a-z0-9_]*(\{[^\n]*\})? ([-+0-9.e]+|Nan)$/i);
    expect(lines.filter((line) => line.startsWith('mghooks_domain_condition_since'))).toHaveLength(
      HOSTILE_TEXTS.length,
    );
  });
});
