/** A story told to Prometheus, and the alerts that one rule must raise. */
export interface AlertCase {
  readonly title: string;
  readonly alert: string;
  /** Series and their values, one a minute, in promtool's notation: `1+2x3` is 1 3 5 7, `1x2` is 1 1 1. */
  readonly series: Readonly<Record<string, string>>;
  /** When to look. */
  readonly at: string;
  /** The labels of the alerts besides their severity, and the value that fired them. */
  readonly fires: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: string }[];
}

export const A = 'job="mghooks",instance="a"';
export const B = 'job="mghooks",instance="b"';
export const ON_A = { job: 'mghooks', instance: 'a' };
export const MAIN = 'account="main"';
export const OF_MAIN = { account: 'main' };
export const QUIET: AlertCase['fires'] = [];

/** Of two processes `a` leads. */
export const LEADERS = { [`mghooks_leader{${A}}`]: '1x200', [`mghooks_leader{${B}}`]: '0x200' };
