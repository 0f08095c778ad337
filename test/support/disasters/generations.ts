import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Policy } from '../../../src/model/policy.ts';
import { ConfigMap } from '../../adapters/config/watch/config-map.ts';
import { accountsFile } from '../workspace.ts';
import { granted, type Hooks, type State, type Wishes } from './scene.ts';
import { setStage } from './stage.ts';

export const [A, B, C] = ['a', 'b', 'c'].map((name) => `https://h.example/${name}`) as [
  string,
  string,
  string,
];

const MG = 'mg.example.com';
const MORE = 'more.example.com';
const ENOUGH: Hooks = { delivered: [A, B, C], opened: [A, B, C] };

/** `more` is in sync whatever happens, so that little of the account is at stake. */
export const SMALL_SEED: State = { [MG]: { delivered: [A, B], opened: [A] }, [MORE]: ENOUGH };

export function wishing(policy: Policy, webhooks: Hooks = SMALL_SEED[MG] ?? {}): Wishes {
  return { [MG]: { policy, webhooks }, [MORE]: { policy, webhooks: ENOUGH } };
}

export function stateUnder(wishes: Wishes): State {
  const domains = Object.entries(SMALL_SEED);
  return Object.fromEntries(
    domains.map(([domain, hooks]) => [domain, granted(wishes, domain, hooks)] as const),
  );
}

/**
 * Two generations of two files. The old one asks for what is there, the new one for `clicked: c` besides. Half of the
 * one with half of the other is valid too: the old domains with the new endpoints would put `c` in the place of `a`, and
 * the new domains with the old endpoints would ask for `clicked: a`.
 */
const GENERATIONS = {
  old: { hook: A, webhooks: `{ delivered: [hook, ${B}], opened: hook }` },
  new: { hook: C, webhooks: `{ delivered: [${A}, ${B}], opened: ${A}, clicked: hook }` },
} as const;

type Generation = keyof typeof GENERATIONS;

function filesOf(generation: Generation, policy: Policy, origin: string): Readonly<Record<string, string>> {
  const { hook, webhooks } = GENERATIONS[generation];
  const more = `{ delivered: [${A}, ${B}, ${C}], opened: [${A}, ${B}, ${C}] }`;
  return {
    'accounts.yaml': accountsFile(origin),
    'domains.yaml': `version: 1\ndefaults: { policy: ${policy} }\ndomains:\n  ${MG}: { webhooks: ${webhooks} }\n  ${MORE}: { webhooks: ${more} }\n`,
    'endpoints.yaml': `version: 1\nendpoints: { hook: "${hook}" }\n`,
  };
}

/** Swaps a mounted ConfigMap so many turns of the event loop after a plan and an apply began; tells what they saw. */
export async function swapAfter(turns: number, policy: Policy): Promise<readonly Generation[]> {
  const stage = await setStage({ policy, seed: SMALL_SEED, wishes: wishing(policy) });
  const { origin } = stage.emulator;
  rmSync(join(stage.folder, 'config'), { recursive: true });
  const mounted = new ConfigMap(join(stage.folder, 'config'), filesOf('old', policy, origin));
  const swapDuring = async <T>(running: Promise<T>): Promise<T> => {
    for (let turn = 0; turn < turns; turn += 1) await nextTurn();
    mounted.publish(filesOf('new', policy, origin));
    return await running;
  };
  const plan = await swapDuring(stage.plan());
  expect([0, 2], plan.output).toContain(plan.code);
  mounted.publish(filesOf('old', policy, origin));
  const apply = await swapDuring(stage.apply());
  expect(apply.code, apply.output).toBe(0);
  expect(stage.losses(wishing(policy))).toEqual([]);
  const after = stage.state();
  const isOld = JSON.stringify(after) === JSON.stringify(stateUnder(wishing(policy)));
  const added = wishing(policy, { ...SMALL_SEED[MG], clicked: [C] });
  if (!isOld) expect(after).toEqual(stateUnder(added));
  return [
    plan.code === 0 ? 'old' : 'new',
    ...(policy === 'observe' ? [] : ([isOld ? 'old' : 'new'] as const)),
  ];
}
