import type { IConfigMap } from 'kubernetes-models/v1';

type Metadata = NonNullable<IConfigMap['metadata']>;

/** The parts of the resources of the Prometheus operator that `deploy/` uses, by its API `monitoring.coreos.com/v1`. */
export interface IServiceMonitor {
  readonly apiVersion: 'monitoring.coreos.com/v1';
  readonly kind: 'ServiceMonitor';
  readonly metadata: Metadata;
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly endpoints: readonly {
      readonly port: string;
      readonly path: string;
      readonly interval: string;
      readonly scrapeTimeout: string;
    }[];
  };
}

export interface IPrometheusRule {
  readonly apiVersion: 'monitoring.coreos.com/v1';
  readonly kind: 'PrometheusRule';
  readonly metadata: Metadata;
  readonly spec: { readonly groups: readonly IRuleGroup[] };
}

export interface IRuleGroup {
  readonly name: string;
  readonly rules: readonly IAlert[];
}

export interface IAlert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: 'critical' | 'warning' };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    readonly runbook: string;
  };
}
