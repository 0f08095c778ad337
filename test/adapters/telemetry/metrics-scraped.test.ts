import { describe, expect, it, vi } from 'vitest';
import { createMetrics } from '../../../src/adapters/telemetry/metrics.ts';
import { accountName } from '../../../src/model/account.ts';
import { hostileStatus, tenDomains } from '../../support/example-status.ts';
import { prometheusMissing, withPrometheus } from '../../support/prometheus.ts';
import { withStatusPage } from '../../support/status-page.ts';

describe.skipIf(prometheusMissing)('a real Prometheus', () => {
  it('scrapes the metrics, and sees what changes', async () => {
    let status = tenDomains();
    const metrics = createMetrics({ version: '0.1.0', nodeVersion: 'v20.0.0', status: () => status });
    const page = await withStatusPage({
      metrics: async () => ({ contentType: metrics.contentType, text: await metrics.text() }),
    });
    const prometheus = await withPrometheus(new URL(page.origin).host);
    const values = async (expression: string) =>
      (await prometheus.query(expression)).map(({ value }) => value);

    expect(await values('sum(mghooks_domains)')).toEqual([10]);
    expect(await values('mghooks_guard_blocked == 1')).toEqual([1]);
    expect(await prometheus.query('mghooks_build_info')).toMatchObject([{ labels: { version: '0.1.0' } }]);

    const account = accountName('shops');
    metrics.record({ kind: 'request-ended', account, method: 'PUT', status: 503, durationMs: 900 });
    await vi.waitFor(async () => {
      expect(await values('mghooks_requests_total{account="shops",status="503"}')).toEqual([1]);
    }, 10_000);
    expect(await values('histogram_quantile(0.5, mghooks_request_duration_seconds_bucket)')).toEqual([0.75]);

    status = hostileStatus();
    await vi.waitFor(async () => {
      expect(await values('mghooks_domains{state="failed"} > 0')).toEqual([12]);
    }, 10_000);
    expect(await values('mghooks_domains{account="shops"}')).toEqual([]);
    expect(page.problems).toEqual([]);
  });
});
