import { Gauge, type Registry } from 'prom-client';
import type { AccountStatus, Status } from '../../../ports/status.ts';

/** One value of a gauge, with its labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A gauge that is read from the status of the process, anew for every scrape. */
export interface StatusGauge {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  /** No sample means that the series is absent. */
  read(status: Status): readonly Sample[];
}

interface Wording {
  readonly name: string;
  readonly help: string;
}

/** A gauge of the process as a whole; absent while `read` gives nothing. */
export function processGauge(wording: Wording, read: (status: Status) => number | undefined): StatusGauge {
  return {
    ...wording,
    labelNames: [],
    read: (status) => {
      const value = read(status);
      return value === undefined ? [] : [{ labels: {}, value }];
    },
  };
}

/** A gauge with one series an account; absent for accounts of which `read` gives nothing. */
export function accountGauge(
  wording: Wording,
  read: (account: AccountStatus, status: Status) => number | undefined,
): StatusGauge {
  return {
    ...wording,
    labelNames: ['account'],
    read: (status) =>
      status.accounts.flatMap((account) => {
        const value = read(account, status);
        return value === undefined ? [] : [{ labels: { account: account.account }, value }];
      }),
  };
}

/** Registers the gauges; the answer sets them all from a status, and drops series that it no longer has. */
export function registerGauges(registry: Registry, gauges: readonly StatusGauge[]): (status: Status) => void {
  const registered = gauges.map((source) => {
    const { name, help, labelNames } = source;
    return { source, gauge: new Gauge({ name, help, labelNames, registers: [registry] }) };
  });
  return (status) => {
    for (const { source, gauge } of registered) {
      gauge.reset();
      // A reset gives a gauge without labels the value 0, which would be an answer.
      if (source.labelNames.length === 0) gauge.remove();
      for (const { labels, value } of source.read(status)) gauge.set(labels, value);
    }
  };
}

export function flag(isSet: boolean): number {
  return isSet ? 1 : 0;
}

/** Seconds since 1970, from milliseconds since 1970. */
export function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
