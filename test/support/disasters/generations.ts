import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Policy } from '../../../src/model/policy.ts';
import { ConfigMap } from '../../adapters/config/watch/config-map.ts';
import { accountsFile } from '../workspace.ts';
import { granted, type Hooks, type State, type Wishes } from './scene.ts';
import { setStage } from './stage.ts';

const url = (name: string) => `https://h.example/${name}`;
export const A = url('a');
const B = url('b');
const C = url('c');

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

/** Swaps a mounted ConfigMap so many turns of the event loop after a command began, and tells which one it saw. */
export async function swapAfter(turns: number, policy: Policy): Promise<Generation> {
  const stage = await setStage({ policy, seed: SMALL_SEED, wishes: wishing(policy) });
  const { origin } = stage.emulator;
  rmSync(join(stage.folder, 'config'), { recursive: true });
  const mounted = new ConfigMap(join(stage.folder, 'config'), filesOf('old', policy, origin));
  const running = policy === 'observe' ? stage.plan() : stage.apply();
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
  mounted.publish(filesOf('new', policy, origin));
  const { code, output } = await running;
  expect(stage.losses(wishing(policy))).toEqual([]);
  const added = wishing(policy, { ...SMALL_SEED[MG], clicked: [C] });
  const after = JSON.stringify(stage.state());
  const states = [wishing(policy), added].map((wishes) => JSON.stringify(stateUnder(wishes)));
  expect(states, output).toContain(after);
  expect(code, output).toBe(policy === 'observe' && output.includes('clicked') ? 2 : 0);
  return policy === 'observe' ? seenIn(output) : seenIn(after);
}

/** The new generation names an event type that the old one does not. */
function seenIn(text: string): Generation {
  return text.includes('clicked') ? 'new' : 'old';
}
