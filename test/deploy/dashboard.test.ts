import { describe, expect, it } from 'vitest';
import { tenDomains } from '../support/example-status.ts';
import { expose, metricsIn } from './exposition.ts';
import { renderWith } from './kustomize.ts';
import { allOf } from './manifest.ts';
import { failedTests, promtoolMissing, ruleProblems } from './promtool.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly datasource: { readonly uid: string } }[];
}

interface Dashboard {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: unknown }[] };
  readonly panels: readonly Panel[];
}

function dashboard(): Dashboard {
  const found = allOf(renderWith(['monitoring']), 'ConfigMap').find(
    ({ metadata }) => metadata?.labels?.['grafana_dashboard'] === '1',
  );
  return JSON.parse(found?.data?.['mghooks.json'] ?? 'null');
}

/** The data source that the reader chose, as Grafana writes it. */
const CHOSEN_SOURCE = '$' + '{datasource}';

/** The panels that show something; the others are headings. */
const shown = () => dashboard().panels.filter(({ type }) => type !== 'row');

/** A query as Grafana sends it, for all accounts. */
const sent = (query: string) => query.replaceAll('$account', '.*').replaceAll('$__rate_interval', '5m');

const queries = () =>
  shown().flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, query: sent(expr) })));

describe('the dashboard', () => {
  it('is one that Grafana takes: a version of its format, ids and titles, places that do not overlap', () => {
    const { uid, schemaVersion, panels } = dashboard();
    expect(uid).toBe('mghooks');
    expect(schemaVersion).toBeGreaterThanOrEqual(39);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });

  it('says of every panel what it shows, and asks the data source that the reader chose', () => {
    for (const { title, description = '', datasource, targets = [] } of shown()) {
      expect({ title, explained: description.length > 5 }).toEqual({ title, explained: true });
      expect(datasource?.uid).toBe(CHOSEN_SOURCE);
      expect(targets.length).toBeGreaterThan(0);
      for (const target of targets) expect(target.datasource.uid).toBe(CHOSEN_SOURCE);
    }
    expect(dashboard().templating.list.map(({ name }) => name)).toEqual(['datasource', 'account']);
  });

  it('asks only for metrics that mghooks has', async () => {
    const { names } = await expose(tenDomains());
    const asked = [...queries().map(({ query }) => query), JSON.stringify(dashboard().templating)].flatMap(
      metricsIn,
    );
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
  });
});

describe.skipIf(promtoolMissing !== undefined)('the queries of the dashboard, to Prometheus itself', () => {
  it('are valid', () => {
    const rules = queries().map(({ query }, index) => ({ record: `query_${index}`, expr: query }));
    expect(ruleProblems([{ name: 'dashboard', rules }])).toBe('');
  });

  it('all have an answer for a process that has seen everything', async () => {
    const { series } = await expose(tenDomains());
    const told = series.map(({ name, labels, value }) => ({
      series: `${name}{${['job="mghooks"', 'instance="a"', labels].filter(Boolean).join(',')}}`,
      values: /_(total|count|sum|bucket)$/.test(name) ? '0+5x20' : `${finite(value)}x20`,
    }));
    const test = {
      interval: '1m',
      input_series: [...told, ...counted()],
      promql_expr_test: queries().map(({ query }) => ({
        expr: `count(${query}) > bool 0`,
        eval_time: '20m',
        exp_samples: [{ labels: '{}', value: 1 }],
      })),
    };
    expect(failedTests([], [test])).toBe('');
  });
});

/** promtool has no notation for values that are no number, such as delays that were not measured yet. */
function finite(value: string): number {
  return Number.isFinite(Number(value)) ? Number(value) : 0;
}

/** What a process counts when it works; the example has no past. */
function counted(): readonly { readonly series: string; readonly values: string }[] {
  const of = 'job="mghooks",instance="a",account="shops"';
  return [
    `mghooks_requests_total{${of},method="GET",status="200"}`,
    `mghooks_request_duration_seconds_bucket{${of},method="GET",le="+Inf"}`,
    `mghooks_request_duration_seconds_bucket{${of},method="GET",le="1"}`,
    `mghooks_pass_duration_seconds_sum{${of}}`,
    `mghooks_pass_duration_seconds_count{${of}}`,
    `mghooks_read_failures_total{${of},reason="denied"}`,
  ].map((name) => ({ series: name, values: '0+5x20' }));
}
