import { Counter, Histogram, type Registry } from 'prom-client';

/** What is counted of the facts that are recorded. */
export type Counters = ReturnType<typeof registerCounters>;

const REQUEST_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const PASS_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

export function registerCounters(registry: Registry) {
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  return {
    requests: counter(
      'mghooks_requests_total',
      'Requests to Mailgun; the status is "none" without an answer.',
      ['account', 'method', 'status'],
    ),
    requestSeconds: new Histogram({
      name: 'mghooks_request_duration_seconds',
      help: 'Time from a request to Mailgun to its answer.',
      labelNames: ['account', 'method'],
      buckets: REQUEST_SECONDS,
      registers: [registry],
    }),
    readFailures: counter('mghooks_read_failures_total', 'Domains that could not be read, by reason.', [
      'account',
      'reason',
    ]),
    calls: counter('mghooks_calls_total', 'Calls that carry out plans, by kind and result.', [
      'account',
      'kind',
      'result',
    ]),
    changes: counter('mghooks_changes_total', 'Changes of plans, by kind and result.', [
      'account',
      'kind',
      'result',
    ]),
    throttles: counter('mghooks_throttles_total', 'Times that Mailgun asked to slow down.', ['account']),
    halts: counter('mghooks_halts_total', 'Times that the account was stopped.', ['account']),
    budgetNotices: counter(
      'mghooks_budget_notices_total',
      'Times that something a person should know about the budget was logged.',
      ['account'],
    ),
    fallbacks: counter(
      'mghooks_v4_fallbacks_total',
      'Times that v4 calls were given up, so that the account is written with v3 calls alone.',
      ['account'],
    ),
    passes: counter('mghooks_passes_total', 'Passes that ended, by outcome.', ['account', 'outcome']),
    passSeconds: new Histogram({
      name: 'mghooks_pass_duration_seconds',
      help: 'Time that passes took.',
      labelNames: ['account'],
      buckets: PASS_SECONDS,
      registers: [registry],
    }),
  };
}

/** What all kinds of metrics have in common, whatever their labels are called. */
interface Labelled {
  get(): Promise<{ readonly values: readonly { readonly labels: object }[] }>;
  remove(labels: object): void;
}

/** Drops what was counted for accounts that are gone from the configuration. */
export async function forgetAccounts(counters: Counters, known: ReadonlySet<string>): Promise<void> {
  for (const metric of Object.values<Labelled>(counters)) {
    const { values } = await metric.get();
    for (const { labels } of values) {
      // Values of a histogram carry the bound of their bucket, which is no label of the series.
      const { le: _, ...own } = labels as Readonly<Record<string, string>>;
      if (!known.has(own['account'] ?? '')) metric.remove(own);
    }
  }
}
