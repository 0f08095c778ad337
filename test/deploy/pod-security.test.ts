import { describe, expect, it } from 'vitest';
import { containersOf, type Pod, podsOf } from './manifest.ts';
import { EACH_RENDERING } from './renderings.ts';

/** Kinds of volumes that the restricted pod security standard allows. */
const ALLOWED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/**
 * What a pod breaks of the restricted pod security standard of Kubernetes (which includes the baseline), and of our own
 * rules: a root file system that cannot be written, numeric users, a memory limit, no variables of Services.
 */
function violations(pod: Pod): readonly string[] {
  const { spec } = pod;
  const rules: Readonly<Record<string, boolean>> = {
    'no namespace of the node': spec.hostNetwork !== true && spec.hostPID !== true && spec.hostIPC !== true,
    'no user that is root': spec.securityContext?.runAsNonRoot === true,
    'a numeric user': (spec.securityContext?.runAsUser ?? 0) > 0,
    'the seccomp profile of the runtime': spec.securityContext?.seccompProfile?.type === 'RuntimeDefault',
    'no kernel settings': spec.securityContext?.sysctls === undefined,
    'only volumes of harmless kinds': (spec.volumes ?? []).every((volume) =>
      Object.keys(volume).every((key) => key === 'name' || ALLOWED_VOLUMES.includes(key)),
    ),
    'no variables of Services': spec.enableServiceLinks === false,
    'its own account': spec.serviceAccountName === 'mghooks',
    'containers that are restricted': containersOf(pod).every(isRestricted),
  };
  return Object.entries(rules)
    .filter(([, holds]) => !holds)
    .map(([rule]) => `${pod.owner}: ${rule}`);
}

function isRestricted({
  securityContext,
  ports,
  resources,
  lifecycle,
}: ReturnType<typeof containersOf>[0]): boolean {
  return (
    securityContext?.allowPrivilegeEscalation === false &&
    securityContext.privileged !== true &&
    securityContext.runAsUser !== 0 &&
    securityContext.readOnlyRootFilesystem === true &&
    securityContext.capabilities?.drop?.join() === 'ALL' &&
    securityContext.capabilities.add === undefined &&
    securityContext.procMount === undefined &&
    (ports ?? []).every(({ hostPort }) => hostPort === undefined) &&
    resources?.limits?.['memory'] !== undefined &&
    resources.requests?.['memory'] !== undefined &&
    resources.requests['cpu'] !== undefined &&
    lifecycle === undefined
  );
}

describe('every pod', () => {
  it.each(EACH_RENDERING)('$name: obeys the restricted pod security standard', ({ manifests }) => {
    const pods = podsOf(manifests());
    expect(pods.length).toBeGreaterThan(0);
    expect(pods.flatMap(violations)).toEqual([]);
  });

  it.each(EACH_RENDERING)(
    '$name: has a token of the cluster only where there is a Lease',
    ({ manifests }) => {
      for (const pod of podsOf(manifests())) {
        const hasLease = containersOf(pod).some(({ env }) =>
          env?.some(({ name }) => name === 'MGHOOKS_LEASE'),
        );
        expect({ pod: pod.owner, token: pod.spec.automountServiceAccountToken }).toEqual({
          pod: pod.owner,
          token: hasLease,
        });
      }
    },
  );

  it('is named when it breaks a rule', () => {
    const [pod] = podsOf(EACH_RENDERING[0]?.manifests() ?? []);
    if (pod === undefined) throw new Error('the base has no pod');
    const careless = structuredClone(pod);
    Object.assign(careless.spec, { hostNetwork: true, securityContext: {} });
    expect(violations(careless)).toEqual([
      'Deployment mghooks: no namespace of the node',
      'Deployment mghooks: no user that is root',
      'Deployment mghooks: a numeric user',
      'Deployment mghooks: the seccomp profile of the runtime',
    ]);
  });
});
