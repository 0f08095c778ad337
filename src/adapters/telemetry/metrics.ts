import { Gauge, Registry } from 'prom-client';
import type { Journal } from '../../ports/journal.ts';
import type { Status } from '../../ports/status.ts';
import { ACCOUNT_GAUGES } from './metrics/account-gauges.ts';
import { countEntry, startCounting } from './metrics/count-entry.ts';
import { forgetAccounts, registerCounters } from './metrics/counters.ts';
import { DOMAIN_GAUGES } from './metrics/domain-gauges.ts';
import { PROCESS_GAUGES } from './metrics/process-gauges.ts';
import { registerRuntimeMetrics } from './metrics/runtime-metrics.ts';
import { registerGauges } from './metrics/status-gauge.ts';

export interface MetricsOptions {
  /** Of mghooks, and of Node.js. */
  readonly version: string;
  readonly nodeVersion: string;
  /** Asked once a scrape. */
  readonly status: () => Status;
}

/** Counts what is recorded, and prints it together with the status of the process in Prometheus' text format. */
export interface Metrics extends Journal {
  /** Rejects only if `status` throws. */
  text(): Promise<string>;
  readonly contentType: string;
}

/**
 * Metrics on a registry of their own. Labels are bounded: accounts by the configuration, everything else by fixed
 * lists, and domains are named only while they are out of sync, up to a limit. No label holds a URL of a webhook.
 */
export function createMetrics({ version, nodeVersion, status }: MetricsOptions): Metrics {
  const registry = new Registry();
  registerRuntimeMetrics(registry);
  registerBuildInfo(registry, { version, node_version: nodeVersion });
  const counters = registerCounters(registry);
  const setGauges = registerGauges(registry, [...PROCESS_GAUGES, ...ACCOUNT_GAUGES, ...DOMAIN_GAUGES]);
  return {
    contentType: registry.contentType,
    record: (entry) => countEntry(counters, entry),
    text: async () => {
      const snapshot = status();
      const accounts = snapshot.accounts.map(({ account }) => account);
      await forgetAccounts(counters, new Set(accounts));
      for (const account of accounts) startCounting(counters, account);
      setGauges(snapshot);
      return registry.metrics();
    },
  };
}

function registerBuildInfo(registry: Registry, labels: Readonly<Record<string, string>>): void {
  const gauge = new Gauge({
    name: 'mghooks_build_info',
    help: 'Version of mghooks and of Node.js; the value is 1.',
    labelNames: Object.keys(labels),
    registers: [registry],
  });
  gauge.set(labels, 1);
}
