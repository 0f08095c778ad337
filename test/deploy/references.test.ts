import { describe, expect, it } from 'vitest';
import { renderWith } from './kustomize.ts';
import {
  allOf,
  containersOf,
  type Manifest,
  mghooksOf,
  nameOf,
  onlyOf,
  type Pod,
  podsOf,
  selects,
  variablesOf,
} from './manifest.ts';
import { EACH_RENDERING } from './renderings.ts';

/** Made by hand or by whatever keeps secrets, and so not part of the manifests. */
const SECRETS = ['mghooks', 'mghooks-git'];

const names = (manifests: readonly Manifest[], kind: Manifest['kind']) => allOf(manifests, kind).map(nameOf);

/** Names in a pod that nothing has. */
function dangling(pod: Pod, manifests: readonly Manifest[]): readonly string[] {
  const { spec } = pod;
  const volumes = (spec.volumes ?? []).map(({ name }) => name);
  const mounted = containersOf(pod).flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
  const configMaps = (spec.volumes ?? []).flatMap(({ configMap }) =>
    configMap?.optional === true ? [] : (configMap?.name ?? []),
  );
  const secrets = (spec.volumes ?? []).flatMap(({ secret }) => secret?.secretName ?? []);
  const claims = (spec.volumes ?? []).flatMap(
    ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [],
  );
  const keyed = containersOf(pod).flatMap(({ env = [] }) =>
    env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []),
  );
  return [
    ...mounted.filter((name) => !volumes.includes(name)).map((name) => `mount ${name}`),
    ...volumes.filter((name) => !mounted.includes(name)).map((name) => `unused volume ${name}`),
    ...configMaps
      .filter((name) => !names(manifests, 'ConfigMap').includes(name))
      .map((name) => `ConfigMap ${name}`),
    ...claims
      .filter((name) => !names(manifests, 'PersistentVolumeClaim').includes(name))
      .map((name) => `PersistentVolumeClaim ${name}`),
    ...secrets.filter((name) => !SECRETS.includes(name)).map((name) => `Secret ${name}`),
    ...keyed.filter(({ name }) => !SECRETS.includes(name ?? '')).map(({ name }) => `Secret ${name}`),
    ...names(manifests, 'ServiceAccount').filter((name) => name !== spec.serviceAccountName),
  ].map((what) => `${pod.owner}: ${what}`);
}

/** Ports that a probe names and its container does not have. */
function danglingPorts(pod: Pod): readonly string[] {
  return containersOf(pod).flatMap(({ name, ports = [], ...container }) =>
    [container.startupProbe, container.livenessProbe, container.readinessProbe]
      .flatMap((probe) => probe?.httpGet?.port ?? [])
      .filter((wanted) => !ports.some((port) => port.name === wanted))
      .map((wanted) => `${pod.owner}: ${name} has no port ${wanted}`),
  );
}

describe('the names in the manifests', () => {
  it.each(EACH_RENDERING)('$name: lead to something', ({ manifests }) => {
    const all = manifests();
    expect(podsOf(all).flatMap((pod) => [...dangling(pod, all), ...danglingPorts(pod)])).toEqual([]);
  });

  it.each(EACH_RENDERING)('$name: bind the account of the pods to the Role', ({ manifests }) => {
    const all = manifests();
    for (const { roleRef, subjects = [] } of allOf(all, 'RoleBinding')) {
      expect(names(all, 'Role')).toContain(roleRef.name);
      expect(names(all, 'ServiceAccount')).toEqual(subjects.map(({ name }) => name));
    }
  });

  const withDaemon = EACH_RENDERING.filter(({ name }) => name !== 'overlay drift-report');

  it.each(withDaemon)(
    '$name: let the Service find the daemon and nothing else, by a port that it has',
    ({ manifests }) => {
      const all = manifests();
      const service = onlyOf(all, 'Service');
      const found = podsOf(all).filter(({ labels }) => selects(service.spec?.selector, labels));
      expect(found.map(({ owner }) => owner)).toEqual(['Deployment mghooks']);
      for (const { targetPort } of service.spec?.ports ?? []) {
        expect(found.flatMap((pod) => mghooksOf(pod).ports ?? []).map(({ name }) => name)).toContain(
          targetPort,
        );
      }
    },
  );

  it.each(withDaemon)('$name: let the Deployment own its pods', ({ manifests }) => {
    const { spec } = onlyOf(manifests(), 'Deployment');
    expect(selects(spec?.selector.matchLabels, spec?.template.metadata?.labels)).toBe(true);
  });

  it.each(EACH_RENDERING)('$name: put every pod of mghooks under the NetworkPolicy', ({ manifests }) => {
    const all = manifests();
    const { spec } = onlyOf(all, 'NetworkPolicy');
    for (const { labels } of podsOf(all)) expect(selects(spec?.podSelector?.matchLabels, labels)).toBe(true);
    expect(spec?.policyTypes).toEqual(['Ingress', 'Egress']);
  });

  it.each(EACH_RENDERING)('$name: let every pod reach a Redis of the cluster', ({ manifests }) => {
    const egress = onlyOf(manifests(), 'NetworkPolicy').spec?.egress ?? [];
    const redis = egress.filter(({ ports }) => ports?.some(({ port }) => port === 6379));
    expect(redis).toEqual([{ to: [{ namespaceSelector: {} }], ports: [{ port: 6379, protocol: 'TCP' }] }]);
  });

  it('open exactly the ports that are needed', () => {
    const portsOf = (manifests: readonly Manifest[]) => {
      const { spec } = onlyOf(manifests, 'NetworkPolicy');
      return {
        in: (spec?.ingress ?? []).flatMap(({ ports = [] }) => ports.map(({ port }) => port)),
        out: (spec?.egress ?? []).flatMap(({ ports = [] }) =>
          ports.map(({ port, protocol }) => `${port} ${protocol}`),
        ),
      };
    };
    const base = { in: ['http'], out: ['53 UDP', '53 TCP', '443 TCP', '6379 TCP'] };
    expect(portsOf(renderWith([]))).toEqual(base);
    expect(portsOf(renderWith(['high-availability']))).toEqual({
      in: ['http'],
      out: [...base.out, '6443 TCP'],
    });
  });

  it('allow exactly the Lease that the daemon asks for', () => {
    const all = renderWith(['high-availability']);
    const [pod] = podsOf(all);
    if (pod === undefined) throw new Error('there is no pod');
    const variables = variablesOf(mghooksOf(pod));
    expect(onlyOf(all, 'Role').rules).toEqual([
      {
        apiGroups: ['coordination.k8s.io'],
        resources: ['leases'],
        resourceNames: [variables['MGHOOKS_LEASE']],
        verbs: ['get', 'create', 'update'],
      },
    ]);
  });

  it('let the disruption budget and the spread count the pods of the daemon', () => {
    const all = renderWith(['high-availability', 'drift-report']);
    const { spec } = onlyOf(all, 'Deployment');
    expect(onlyOf(all, 'PodDisruptionBudget').spec?.selector).toEqual(spec?.selector);
    for (const { labelSelector } of spec?.template.spec?.topologySpreadConstraints ?? []) {
      expect(labelSelector).toEqual(spec?.selector);
    }
  });

  it('spread the pods of a new version without a look at those of the old one', () => {
    const { spec } = onlyOf(renderWith(['high-availability']), 'Deployment').spec?.template ?? {};
    expect(spec?.topologySpreadConstraints?.map(({ matchLabelKeys }) => matchLabelKeys)).toEqual([
      ['pod-template-hash'],
    ]);
  });

  it('let Prometheus find the Service, by a port that it has', () => {
    const all = renderWith(['monitoring']);
    const service = onlyOf(all, 'Service');
    const { selector, endpoints } = onlyOf(all, 'ServiceMonitor').spec;
    expect(selects(selector.matchLabels, service.metadata?.labels)).toBe(true);
    expect(service.spec?.ports?.map(({ name }) => name)).toEqual(endpoints.map(({ port }) => port));
  });
});
