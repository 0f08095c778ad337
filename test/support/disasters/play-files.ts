import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Policy } from '../../../src/model/policy.ts';
import type { FileDisaster, FileShape } from './file-disaster.ts';
import { restedUnder } from './outcome.ts';
import { BYSTANDER, granted, STRUCK, type State, seedOf } from './scene.ts';
import { type Stage, setStage } from './stage.ts';

/** Lets disasters happen to the files before a plan, before an apply, and under a daemon that has seen them whole. */
export async function playFiles({ outcome, shapes }: FileDisaster, policy: Policy): Promise<void> {
  const commands = outcome === 'refused' ? playRefused : playUsed;
  await Promise.all([commands(shapes, policy), playDaemon(shapes, policy, outcome === 'used')]);
}

/** One account for all: nothing ever comes near it. */
async function playRefused(shapes: readonly FileShape[], policy: Policy): Promise<void> {
  const stage = await setStage({ policy });
  const restore = keepsakeOf(stage);
  for (const [index, { title, strike }] of shapes.entries()) {
    await strike(stage, readFileSync(stage.file, 'utf8'));
    const runs = [await stage.apply(), ...(index === 0 || policy === 'exact' ? [await stage.plan()] : [])];
    for (const { code, output } of runs) expect(code, `${title}: ${output}`).toBe(4);
    restore();
  }
  expect(stage.emulator.requests()).toEqual([]);
  expect(stage.state()).toEqual(seedOf());
}

async function playUsed(shapes: readonly FileShape[], policy: Policy): Promise<void> {
  for (const { title, strike } of shapes) {
    const stage = await setStage({ policy });
    await strike(stage, readFileSync(stage.file, 'utf8'));
    const plan = await stage.plan();
    expect(plan.code, `${title}: ${plan.output}`).toBe(2);
    expect(stage.writes()).toEqual([]);
    const apply = await stage.apply();
    expect(apply.code, `${title}: ${apply.output}`).toBe(0);
    expect(stage.losses()).toEqual([]);
    expect(stage.state()).toEqual(mended(stage));
  }
}

async function playDaemon(shapes: readonly FileShape[], policy: Policy, used: boolean): Promise<void> {
  const stage = await setStage({ policy });
  const restore = keepsakeOf(stage);
  const daemon = stage.daemon();
  await daemon.settles(({ domains }) =>
    [STRUCK, BYSTANDER].every((name) =>
      domains.some(({ domain, condition }) => domain === name && condition === restedUnder(policy)),
    ),
  );
  const writes = stage.writes().length;
  for (const { title, strike } of shapes) {
    await strike(stage, readFileSync(stage.file, 'utf8'));
    await daemon.looks();
    expect(daemon.watch.stale() === undefined, title).toBe(used);
    expect(daemon.watch.current()?.configuration.desired.domains, title).toHaveLength(3);
    restore();
  }
  await daemon.looks();
  expect(daemon.watch.stale(), 'the whole again').toBeUndefined();
  await daemon.stop();
  expect(stage.writes()).toHaveLength(writes);
  expect(stage.losses()).toEqual([]);
  expect(stage.state()).toEqual(mended(stage));
}

/** Puts the folder back as it was. */
function keepsakeOf({ folder }: Stage): () => void {
  const names = ['config/accounts.yaml', 'config/domains.yaml'].map((name) => join(folder, name));
  const texts = names.map((name) => readFileSync(name, 'utf8'));
  return () => {
    rmSync(join(folder, 'config'), { recursive: true, force: true });
    mkdirSync(join(folder, 'config'));
    for (const [index, name] of names.entries()) writeFileSync(name, texts[index] ?? '');
  };
}

/** What the account comes to when the whole configuration is carried out. */
export function mended({ wishes }: Pick<Stage, 'wishes'>): State {
  const seed = Object.entries(seedOf());
  return Object.fromEntries(seed.map(([domain, hooks]) => [domain, granted(wishes, domain, hooks)] as const));
}
