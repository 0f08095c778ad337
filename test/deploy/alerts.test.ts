import { describe, expect, it } from 'vitest';
import { tenDomains } from '../support/example-status.ts';
import { ACCOUNT_CASES } from './account-alert-cases.ts';
import type { AlertCase } from './alert-story.ts';
import { expose, metricsIn } from './exposition.ts';
import { renderWith } from './kustomize.ts';
import { onlyOf } from './manifest.ts';
import { PROCESS_CASES } from './process-alert-cases.ts';
import { failedTests, promtoolMissing, ruleProblems } from './promtool.ts';

const ALERT_CASES: readonly AlertCase[] = [...PROCESS_CASES, ...ACCOUNT_CASES];

const groups = () => onlyOf(renderWith(['monitoring']), 'PrometheusRule').spec.groups;
const alerts = () => groups().flatMap(({ rules }) => rules);

describe.skipIf(promtoolMissing !== undefined)('the alerts, to Prometheus itself', () => {
  it('are valid', () => {
    expect(ruleProblems(groups())).toBe('');
  });

  it.each(ALERT_CASES)('$title ($alert)', ({ series, at, alert, fires }) => {
    const test = {
      interval: '1m',
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: fires.map(expectation(alert)) }],
    };
    expect(failedTests(shortened(), [test])).toBe('');
  });

  it('fail a test that expects what does not happen', () => {
    const silence = { eval_time: '10m', alertname: 'MghooksAbsent', exp_alerts: [] };
    const test = { interval: '1m', alert_rule_test: [silence] };
    expect(failedTests(shortened(), [test])).toContain('MghooksAbsent');
  });
});

/** promtool compares annotations word by word. Here the value stands for them; `are valid` checks their templates. */
function shortened(): readonly object[] {
  return groups().map(({ name, rules }) => ({
    name,
    rules: rules.map((rule) => ({ ...rule, annotations: { value: '{{ $value }}' } })),
  }));
}

function expectation(name: string) {
  const severity = alerts().find(({ alert }) => alert === name)?.labels.severity;
  return ({ labels, value }: AlertCase['fires'][number]) => ({
    exp_labels: { severity, ...labels },
    exp_annotations: { value },
  });
}

describe('the alerts', () => {
  it('ask only for metrics that mghooks has', async () => {
    const { names } = await expose(tenDomains());
    const asked = alerts().flatMap(({ expr }) => metricsIn(expr));
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
  });

  it('each have a test in which they fire and one in which they do not', () => {
    for (const { alert } of alerts()) {
      const cases = ALERT_CASES.filter((one) => one.alert === alert);
      expect({ alert, fires: cases.some(({ fires }) => fires.length > 0) }).toEqual({ alert, fires: true });
      expect({ alert, rests: cases.some(({ fires }) => fires.length === 0) }).toEqual({ alert, rests: true });
    }
  });

  it('say in plain words what happened and what to do', () => {
    for (const { alert, annotations, labels } of alerts()) {
      expect(alert).toMatch(/^Mghooks[A-Z]/);
      expect(['critical', 'warning']).toContain(labels.severity);
      for (const text of Object.values(annotations)) expect(text.split(' ').length).toBeGreaterThan(2);
      expect(annotations.runbook.length).toBeGreaterThan(60);
    }
  });
});
