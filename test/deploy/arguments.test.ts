import { describe, expect, it } from 'vitest';
import { KNOWN_VARIABLES } from '../../src/cli/options.ts';
import { runCommandLine } from '../support/command-line.ts';
import { render, renderWith } from './kustomize.ts';
import { containersOf, type Manifest, mghooksOf, onlyOf, podsOf, variablesOf, volumeAt } from './manifest.ts';
import { EACH_RENDERING } from './renderings.ts';

/** The arguments of the pods of mghooks: the command, and its flags with their values. */
function commandsOf(manifests: readonly Manifest[]) {
  return podsOf(manifests).map((pod) => {
    const container = mghooksOf(pod);
    const [command = '', ...flags] = container.args ?? [];
    const values = Object.fromEntries(
      flags.map((flag): [string, string] => {
        const [name = '', ...value] = flag.split('=');
        return [name, value.join('=')];
      }),
    );
    return { pod, container, command, values, variables: variablesOf(container) };
  });
}

/** The share of the budget of an account that a command takes. */
function shareOf({ values, variables }: ReturnType<typeof commandsOf>[number]): number {
  return Number(values['--budget-share'] ?? variables['MGHOOKS_BUDGET_SHARE'] ?? 1);
}

describe('the arguments in the manifests', () => {
  it.each(EACH_RENDERING)('$name: are flags and variables that the command knows', async ({ manifests }) => {
    for (const { command, values, variables } of commandsOf(manifests())) {
      const { stdout } = await runCommandLine([command, '--help']);
      const known = new Set([...(stdout.match(/--[a-z-]+/g) ?? []), ...KNOWN_VARIABLES]);
      const used = [
        ...Object.keys(values),
        ...Object.keys(variables).filter((name) => name.startsWith('MGHOOKS_')),
      ];
      expect(used.filter((name) => !known.has(name))).toEqual([]);
    }
  });

  it.each(EACH_RENDERING)('$name: name files and folders that the pod has', ({ manifests }) => {
    for (const { pod, values } of commandsOf(manifests())) {
      const state = volumeAt(pod, values['--state-dir'] ?? '');
      expect(state?.emptyDir ?? state?.persistentVolumeClaim).toBeDefined();
      const config = volumeAt(pod, values['--config'] ?? '');
      expect(config?.configMap ?? config?.emptyDir).toBeDefined();
      const token = values['--token-file'];
      if (token !== undefined) expect(volumeAt(pod, token)?.secret?.secretName).toBe('mghooks');
    }
  });

  it.each(EACH_RENDERING)('$name: mount no single file, which would never change', ({ manifests }) => {
    const mounts = podsOf(manifests())
      .flatMap(containersOf)
      .flatMap(({ volumeMounts }) => volumeMounts ?? []);
    expect(
      mounts.filter(({ subPath, subPathExpr }) => subPath !== undefined || subPathExpr !== undefined),
    ).toEqual([]);
  });

  it.each(EACH_RENDERING)(
    '$name: limit the memory, and leave the heap to the program, which is right for every number of domains',
    ({ manifests }) => {
      for (const { container, variables } of commandsOf(manifests())) {
        // Node ends its heap at half of this, and 50,000 domains take less than 400 MiB in all.
        expect(container.resources?.limits?.['memory']).toBe('512Mi');
        expect(variables['NODE_OPTIONS']).toBe('--disable-proto=delete');
      }
    },
  );

  it('listen on the port that the pod opens', () => {
    const [daemon] = commandsOf(render('base'));
    expect(daemon?.values['--listen']).toBe(`0.0.0.0:${daemon?.container.ports?.[0]?.containerPort}`);
  });

  it('give the process more time to end than it takes', () => {
    expect(
      onlyOf(render('base'), 'Deployment').spec?.template.spec?.terminationGracePeriodSeconds,
    ).toBeGreaterThan(10);
  });

  it('split the budget of an account between the daemon and the report', () => {
    const shares = commandsOf(renderWith(['drift-report'])).map(shareOf);
    expect(shares.length).toBe(2);
    expect(shares.reduce((sum, share) => sum + share)).toBeLessThanOrEqual(1);
  });

  it('never let an old and a new leader, and the report, pass the budget together', () => {
    const all = renderWith(['drift-report', 'high-availability']);
    const [first = 1, second = 1] = commandsOf(all).map(shareOf);
    expect(first + first + second).toBeLessThanOrEqual(1);
    // Two changes of the leader are more than a minute apart.
    expect(onlyOf(all, 'Deployment').spec?.minReadySeconds).toBeGreaterThanOrEqual(60);
  });

  it.each(EACH_RENDERING)(
    '$name: let every process of an account share one window, if the Secret names a Redis',
    ({ manifests }) => {
      for (const { container, values } of commandsOf(manifests())) {
        const redis = container.env?.filter(({ name }) => name === 'MGHOOKS_REDIS_URL');
        const secretKeyRef = { name: 'mghooks', key: 'redis-url', optional: true };
        expect(redis).toEqual([{ name: 'MGHOOKS_REDIS_URL', valueFrom: { secretKeyRef } }]);
        // With the default, `wait`, the shares of the manifests do not count beside a Redis.
        expect(values['--redis-fallback']).toBeUndefined();
      }
    },
  );

  it('make the report say by its exit code that something differs, and write nothing', () => {
    const [report] = commandsOf(render('overlays/drift-report'));
    expect(report).toMatchObject({
      command: 'plan',
      values: { '--detailed-exitcode': '', '--output': 'markdown' },
    });
  });

  it('name the pod in the Lease by its own name', () => {
    const [daemon] = commandsOf(renderWith(['high-availability']));
    expect(daemon?.container.env?.find(({ name }) => name === 'MGHOOKS_LEASE_IDENTITY')?.valueFrom).toEqual({
      fieldRef: { fieldPath: 'metadata.name' },
    });
  });
});
