import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEPLOY, render, renderWith } from './kustomize.ts';
import { allOf, nameOf, onlyOf, podsOf } from './manifest.ts';
import { EACH_RENDERING } from './renderings.ts';
import { fieldProblems, valueProblems } from './type-check.ts';

const ROOT = join(DEPLOY, '..');
const PACKAGE: { readonly name: string; readonly version: string } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);

describe('the manifests', () => {
  it.each(EACH_RENDERING)('$name: every value has the type that Kubernetes wants', ({ manifests }) => {
    expect(manifests().flatMap(valueProblems)).toEqual([]);
  });

  it('have no field that Kubernetes does not know, in any rendering', () => {
    expect(fieldProblems(EACH_RENDERING.flatMap(({ manifests }) => manifests()))).toEqual([]);
  });

  it('would fail these checks with a misspelt field or a wrong value', () => {
    const misspelt = structuredClone(render('base'));
    const container = onlyOf(misspelt, 'Deployment').spec?.template.spec?.containers[0];
    Object.assign(container ?? {}, { redinessProbe: container?.readinessProbe });
    expect(fieldProblems(misspelt).join()).toContain('redinessProbe');
    const wrong = onlyOf(structuredClone(render('base')), 'Deployment');
    Object.assign(wrong.spec ?? {}, { replicas: '1' });
    expect(valueProblems(wrong)).toEqual(['Deployment mghooks: data/spec/replicas must be integer']);
  });

  it('are all rendered by some test', () => {
    const folders = ['components', 'overlays'].flatMap((kind) =>
      readdirSync(join(DEPLOY, kind)).map((name) => `${kind.slice(0, -1)} ${name}`),
    );
    const rendered = EACH_RENDERING.map(({ name }) => name);
    expect(folders.filter((folder) => !rendered.includes(folder))).toEqual([]);
  });

  it.each(EACH_RENDERING)(
    '$name: everything is in one namespace and says what it belongs to',
    ({ manifests }) => {
      for (const manifest of manifests()) {
        expect(manifest.metadata).toMatchObject({
          namespace: 'mghooks',
          labels: { 'app.kubernetes.io/name': PACKAGE.name, 'app.kubernetes.io/part-of': PACKAGE.name },
        });
      }
    },
  );

  it('follow an overlay into another namespace, also where a RoleBinding names its account', () => {
    const manifests = renderWith([], { more: { namespace: 'mail' } });
    expect(manifests.map(({ metadata }) => metadata?.namespace)).toEqual(manifests.map(() => 'mail'));
    expect(onlyOf(manifests, 'RoleBinding').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'mghooks', namespace: 'mail' },
    ]);
  });

  it('name this version, in the image and in the labels', () => {
    const manifests = renderWith(['drift-report']);
    for (const pod of podsOf(manifests)) {
      expect(pod.labels['app.kubernetes.io/version']).toBe(PACKAGE.version);
      expect(pod.spec.containers[0]?.image).toBe(`mghooks:${PACKAGE.version}`);
    }
  });

  it('use the image of the overlay for every pod of mghooks', () => {
    for (const overlay of ['example', 'git-sync', 'drift-report']) {
      for (const pod of podsOf(render(`overlays/${overlay}`))) {
        expect(pod.spec.containers[0]?.image).toBe(`registry.example.com/mghooks:${PACKAGE.version}`);
      }
    }
  });

  it('give ConfigMaps their plain names, so that a new configuration reaches the mounted folder', () => {
    for (const { manifests } of EACH_RENDERING) {
      for (const { metadata } of allOf(manifests(), 'ConfigMap')) {
        expect(['mghooks-config', 'mghooks-dashboard']).toContain(metadata?.name);
      }
    }
  });

  it('run one process without a Lease, and never two at once', () => {
    expect(onlyOf(render('base'), 'Deployment').spec).toMatchObject({
      replicas: 1,
      strategy: { type: 'Recreate' },
    });
  });

  it('run two processes with a Lease, one at least through every voluntary disruption', () => {
    const manifests = renderWith(['high-availability']);
    expect(onlyOf(manifests, 'Deployment').spec).toMatchObject({
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { spec: { automountServiceAccountToken: true } },
    });
    expect(onlyOf(manifests, 'PodDisruptionBudget').spec).toMatchObject({ minAvailable: 1 });
  });

  it('report drift without the daemon, or beside it', () => {
    const kinds = (manifests: ReturnType<typeof render>) =>
      manifests.map((manifest) => `${manifest.kind} ${nameOf(manifest)}`).sort();
    expect(kinds(render('overlays/drift-report'))).toEqual([
      'ConfigMap mghooks-config',
      'CronJob mghooks-drift-report',
      'NetworkPolicy mghooks',
      'ServiceAccount mghooks',
    ]);
    expect(kinds(renderWith(['drift-report']))).toEqual(
      [...kinds(render('base')), 'CronJob mghooks-drift-report'].sort(),
    );
  });

  it('never start a second report while one runs, and do not repeat one that found drift', () => {
    expect(onlyOf(renderWith(['drift-report']), 'CronJob').spec).toMatchObject({
      concurrencyPolicy: 'Forbid',
      jobTemplate: { spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never' } } } },
    });
  });

  it('offer every component in the example, where a newcomer looks for them', () => {
    const text = readFileSync(join(DEPLOY, 'overlays/example/kustomization.yaml'), 'utf8');
    const offered = [...text.matchAll(/^# {2}- \.\.\/\.\.\/components\/(\S+)/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(offered.sort()).toEqual(
      readdirSync(join(DEPLOY, 'components'))
        .filter((name) => name !== 'git-sync')
        .sort(),
    );
    expect(parse(text).components).toEqual([]);
    expect(renderWith(offered, { on: 'overlays/example' }).length).toBeGreaterThan(
      render('overlays/example').length,
    );
  });
});
