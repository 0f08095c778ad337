import { createMetrics } from '../../src/adapters/telemetry/metrics.ts';
import type { Status } from '../../src/ports/status.ts';

/** What a process of mghooks with some status shows to Prometheus. */
export interface Exposition {
  /** Names of all metrics, also of those without a value; a histogram with the names of its parts. */
  readonly names: ReadonlySet<string>;
  /** Each series with its value, such as `mghooks_leader{} 1`. */
  readonly series: readonly { readonly name: string; readonly labels: string; readonly value: string }[];
}

/** Asks the real metrics. */
export async function expose(status: Status): Promise<Exposition> {
  const metrics = createMetrics({ version: '0.1.0', nodeVersion: 'v24.0.0', status: () => status });
  const text = await metrics.text();
  const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  const series = [...text.matchAll(/^([a-z_0-9]+)(?:\{(.*)\})? (\S+)$/gm)].map(
    ([, name = '', labels = '', value = '']) => ({ name, labels, value }),
  );
  return { names: new Set(names), series };
}

/** Names of metrics in a query that mghooks has to bring: its own, and those of its process. */
export function metricsIn(query: string): readonly string[] {
  return query.match(/\b(mghooks|process|nodejs)_[a-z0-9_]+/g) ?? [];
}
