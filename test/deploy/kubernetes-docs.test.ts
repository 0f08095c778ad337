import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEPLOY, render } from './kustomize.ts';
import { onlyOf, podsOf } from './manifest.ts';

const ROOT = join(DEPLOY, '..');
const TEXT = readFileSync(join(ROOT, 'docs/kubernetes.md'), 'utf8');

/** The commands of the first block: from zero to running. */
const COMMANDS = (/```console\n([\s\S]*?)```/.exec(TEXT)?.[1] ?? '').trim().split('\n');

const command = (pattern: RegExp) => COMMANDS.find((line) => pattern.test(line)) ?? '';

describe('the five commands', () => {
  it('are five', () => {
    expect(COMMANDS.length).toBe(5);
    expect(COMMANDS.every((line) => line.startsWith('$ '))).toBe(true);
  });

  it('build the image that the example runs', () => {
    const [pod] = podsOf(render('overlays/example'));
    expect(command(/docker build/)).toContain(`docker build -t ${pod?.spec.containers[0]?.image} .`);
    expect(command(/docker build/)).toContain(`docker push ${pod?.spec.containers[0]?.image}`);
  });

  it('create the namespace that the example is in', () => {
    const { metadata } = onlyOf(render('overlays/example'), 'Deployment');
    expect(command(/create namespace/)).toBe(`$ kubectl create namespace ${metadata?.namespace}`);
  });

  it('create the Secret with every key that the configuration and the arguments read', () => {
    const manifests = render('overlays/example');
    const [pod] = podsOf(manifests);
    const used = JSON.stringify([pod?.spec.containers, onlyOf(manifests, 'ConfigMap').data]);
    const keys = new Set([...used.matchAll(/\/run\/secrets\/mailgun\/([a-z-]+)/g)].map(([, key]) => key));
    expect([...keys].sort()).toEqual(['api-key', 'token']);
    const secret = command(/create secret/);
    expect(secret).toMatch(/create secret generic mghooks /);
    for (const key of keys) expect(secret).toContain(`--from-literal=${key}=`);
  });

  it('copy and apply folders that are there, and wait for the Deployment by its name', () => {
    const [, from = '', to = ''] = /cp -r (\S+) (\S+)/.exec(command(/cp -r/)) ?? [];
    expect(existsSync(join(ROOT, from, 'kustomization.yaml'))).toBe(true);
    expect(existsSync(join(ROOT, from, 'config/webhooks.yaml'))).toBe(true);
    const apply = command(/apply -k/);
    expect(apply).toContain(`kubectl apply -k ${to} `);
    expect(apply).toContain(
      `rollout status deployment/${onlyOf(render('base'), 'Deployment').metadata?.name}`,
    );
  });
});

describe('the page about Kubernetes', () => {
  it('names every component and overlay, and none that is not there', () => {
    const named = [...TEXT.matchAll(/^\| `((?:components|overlays)\/[a-z-]+)`/gm)].map(
      ([, name = '']) => name,
    );
    expect(named.length).toBe(8);
    expect(named.filter((name) => !existsSync(join(DEPLOY, name, 'kustomization.yaml')))).toEqual([]);
  });

  it('tells the memory that the base has', () => {
    const resources = podsOf(render('base'))[0]?.spec.containers[0]?.resources;
    expect(resources).toMatchObject({ requests: { memory: '128Mi' }, limits: { memory: '512Mi' } });
    expect(TEXT).toContain('128 MiB asked for, 512 MiB at most');
  });
});
