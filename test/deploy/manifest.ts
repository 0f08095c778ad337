import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { ICronJob } from 'kubernetes-models/batch/v1';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IRole, IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type {
  IConfigMap,
  IContainer,
  IPersistentVolumeClaim,
  IPodTemplateSpec,
  IService,
  IServiceAccount,
  IVolume,
} from 'kubernetes-models/v1';
import type { IPrometheusRule, IServiceMonitor } from './prometheus-operator.ts';

/** Every kind of resource that `deploy/` holds. */
export type Manifest =
  | IConfigMap
  | ICronJob
  | IDeployment
  | INetworkPolicy
  | IPersistentVolumeClaim
  | IPodDisruptionBudget
  | IPrometheusRule
  | IRole
  | IRoleBinding
  | IService
  | IServiceAccount
  | IServiceMonitor;

export type Kind = Manifest['kind'];

type OfKind<K extends Kind> = Extract<Manifest, { readonly kind: K }>;

export function allOf<K extends Kind>(manifests: readonly Manifest[], kind: K): readonly OfKind<K>[] {
  return manifests.filter((manifest): manifest is OfKind<K> => manifest.kind === kind);
}

/** The only resource of a kind. */
export function onlyOf<K extends Kind>(manifests: readonly Manifest[], kind: K): OfKind<K> {
  const [first, ...others] = allOf(manifests, kind);
  if (first === undefined || others.length > 0) {
    throw new Error(`expected one ${kind}, found ${first === undefined ? 0 : others.length + 1}`);
  }
  return first;
}

/** A pod that some resource starts. */
export interface Pod {
  /** Such as `CronJob mghooks-drift-report`. */
  readonly owner: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: NonNullable<IPodTemplateSpec['spec']>;
}

export function podsOf(manifests: readonly Manifest[]): readonly Pod[] {
  return manifests.flatMap((manifest) => {
    const template = templateOf(manifest);
    if (template?.spec === undefined) return [];
    const labels = template.metadata?.labels ?? {};
    return [{ owner: `${manifest.kind} ${nameOf(manifest)}`, labels, spec: template.spec }];
  });
}

function templateOf(manifest: Manifest): IPodTemplateSpec | undefined {
  if (manifest.kind === 'Deployment') return manifest.spec?.template;
  if (manifest.kind === 'CronJob') return manifest.spec?.jobTemplate.spec?.template;
  return undefined;
}

export function nameOf(manifest: Manifest): string {
  return manifest.metadata?.name ?? '';
}

/** All containers of a pod, those that start first included. */
export function containersOf({ spec }: Pod): readonly IContainer[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

/** The container that runs mghooks. */
export function mghooksOf(pod: Pod): IContainer {
  const container = pod.spec.containers.find(({ name }) => name === 'mghooks');
  if (container === undefined) throw new Error(`${pod.owner} has no container mghooks`);
  return container;
}

/** The values of the variables that are written out. */
export function variablesOf(container: IContainer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (container.env ?? [])
      // The key of a Secret that has none: the kubelet does not set the variable at all.
      .filter(({ valueFrom }) => valueFrom?.secretKeyRef?.optional !== true)
      .map(({ name, value }) => [name, value ?? '']),
  );
}

/** The volume that a container sees at or above a path. */
export function volumeAt(pod: Pod, path: string): IVolume | undefined {
  const mounts = containersOf(pod).flatMap(({ volumeMounts = [] }) => volumeMounts);
  const mount = mounts.find(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`));
  return pod.spec.volumes?.find(({ name }) => name === mount?.name);
}

/** Whether a pod has all labels that a selector wants. */
export function selects(
  wanted: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const pairs = Object.entries(wanted ?? {});
  return pairs.length > 0 && pairs.every(([name, value]) => labels?.[name] === value);
}
