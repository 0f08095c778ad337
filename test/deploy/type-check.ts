import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1';
import { CronJob } from 'kubernetes-models/batch/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Role, RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { ConfigMap, PersistentVolumeClaim, Service, ServiceAccount } from 'kubernetes-models/v1';
import { workspace } from '../support/workspace.ts';
import { type Kind, type Manifest, nameOf } from './manifest.ts';

const ROOT = join(import.meta.dirname, '../..');
const OPERATOR_TYPES = join(import.meta.dirname, 'prometheus-operator.ts');

/** Where the type of a kind stands, and the class that checks its values. */
interface Model {
  readonly module: string;
  readonly Checked?: new (data: never) => { validate(): unknown };
}

const MODELS: Readonly<Record<Kind, Model>> = {
  ConfigMap: { module: 'kubernetes-models/v1', Checked: ConfigMap },
  CronJob: { module: 'kubernetes-models/batch/v1', Checked: CronJob },
  Deployment: { module: 'kubernetes-models/apps/v1', Checked: Deployment },
  NetworkPolicy: { module: 'kubernetes-models/networking.k8s.io/v1', Checked: NetworkPolicy },
  PersistentVolumeClaim: { module: 'kubernetes-models/v1', Checked: PersistentVolumeClaim },
  PodDisruptionBudget: { module: 'kubernetes-models/policy/v1', Checked: PodDisruptionBudget },
  PrometheusRule: { module: OPERATOR_TYPES },
  Role: { module: 'kubernetes-models/rbac.authorization.k8s.io/v1', Checked: Role },
  RoleBinding: { module: 'kubernetes-models/rbac.authorization.k8s.io/v1', Checked: RoleBinding },
  Service: { module: 'kubernetes-models/v1', Checked: Service },
  ServiceAccount: { module: 'kubernetes-models/v1', Checked: ServiceAccount },
  ServiceMonitor: { module: OPERATOR_TYPES },
};

/** What is wrong with the values of a resource, by the OpenAPI schema of Kubernetes. It lets unknown fields pass. */
export function valueProblems(manifest: Manifest): readonly string[] {
  const { Checked } = MODELS[manifest.kind];
  if (Checked === undefined) return [];
  try {
    new Checked(manifest as never).validate();
    return [];
  } catch (error) {
    return [`${manifest.kind} ${nameOf(manifest)}: ${error instanceof Error ? error.message : error}`];
  }
}

/**
 * Fields that Kubernetes does not know, such as misspelt ones. The compiler finds them: an object that is written out
 * may not have a property that its type lacks, at any depth.
 */
export function fieldProblems(manifests: readonly Manifest[]): readonly string[] {
  const sources = manifests.map(
    (manifest, index) =>
      `import type { I${manifest.kind} as T${index} } from ${JSON.stringify(MODELS[manifest.kind].module)};\n` +
      `export const manifest${index}: T${index} = ${JSON.stringify(manifest, undefined, 1)};\n`,
  );
  const folder = workspace({
    'manifests.ts': sources.join('\n'),
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        module: 'nodenext',
        target: 'es2023',
        skipLibCheck: true,
        types: [],
        allowImportingTsExtensions: true,
      },
      files: ['manifests.ts'],
    }),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
  return status === 0 ? [] : stdout.trim().split('\n');
}
