import { expect } from 'vitest';
import type { Policy } from '../../../src/model/policy.ts';
import type { DomainCondition } from '../../../src/ports/status.ts';
import { BYSTANDER, DRIFTED, STRUCK, seedOf, UNNAMED, wishesUnder } from './scene.ts';
import { type Stage, setStage } from './stage.ts';
import type { StateDisaster } from './state-disaster.ts';

/** The exit codes of a plan and of an apply, and of an apply when it is over. */
export function codesUnder(disaster: StateDisaster, policy: Policy): readonly [number, number, number] {
  const { unread, guarded = [], fails = [], failsAfter = [] } = disaster;
  if (unread === true) return [1, 1, 1];
  if (guarded.includes(policy)) return [3, 3, 0];
  return [2, fails.includes(policy) ? 1 : 0, failsAfter.includes(policy) ? 1 : 0];
}

/** For the title of a test. */
export function lossesUnder({ residual }: StateDisaster, policy: Policy): string {
  const loss = residual?.[policy];
  return loss === undefined ? 'nothing is deleted unasked' : `only '${loss}' is deleted, as ${residual?.why}`;
}

export async function playState(disaster: StateDisaster, policy: Policy): Promise<void> {
  await Promise.all([playCommands(disaster, policy), playDaemon(disaster, policy)]);
}

async function playCommands(disaster: StateDisaster, policy: Policy): Promise<void> {
  const stage = await stageOf(disaster, policy);
  const plan = await stage.plan();
  expect(stage.writes()).toEqual([]);
  const apply = await stage.apply();
  expectHarmless(stage, disaster, policy);
  const hits = await stage.hits();
  const fired = hits.some((count) => count > 0);
  if (policy === 'exact' && disaster.faults !== undefined) expect(fired, 'it happened').toBe(true);
  stage.emulator.clearFaults();
  const again = await stage.apply();
  expectHarmless(stage, disaster, policy);
  const codes = [plan.code, apply.code, again.code];
  expect(codes, `${plan.output}\n${apply.output}\n${again.output}`).toEqual(codesUnder(disaster, policy));
}

async function playDaemon(disaster: StateDisaster, policy: Policy): Promise<void> {
  const stage = await stageOf(disaster, policy);
  const daemon = stage.daemon();
  await daemon.settles(({ domains, guard }) => {
    const conditions = new Map(domains.map(({ domain, condition }) => [domain, condition]));
    if (guard !== undefined || daemon.hasHalted()) return true;
    return [STRUCK, BYSTANDER].every((domain) => SETTLED.has(conditions.get(domain) ?? 'pending'));
  });
  await daemon.stop();
  expectHarmless(stage, disaster, policy);
}

/** A pass has come to its end there. */
const SETTLED: ReadonlySet<DomainCondition> = new Set([
  'in-sync',
  'observed',
  'conflict',
  'failed',
  'unread',
]);

async function stageOf(disaster: StateDisaster, policy: Policy): Promise<Stage> {
  const { has = {}, wants = {}, strike, faults = [], behaviour = {}, account = '' } = disaster;
  const wishes = wishesUnder(policy);
  const webhooks = { ...wishes[STRUCK]?.webhooks, ...wants };
  const stage = await setStage({
    policy,
    seed: { ...seedOf(), [STRUCK]: { ...DRIFTED, ...has } },
    wishes: { ...wishes, [STRUCK]: { policy, webhooks } },
    faults,
    behaviour,
    account,
  });
  strike?.(stage.emulator);
  return stage;
}

function expectHarmless(stage: Stage, { residual, has = {} }: StateDisaster, policy: Policy): void {
  const known = residual?.[policy];
  const losses = stage.losses().filter((loss) => loss !== `${STRUCK} ${known}`);
  expect(losses, 'deliveries lost').toEqual([]);
  const state = stage.state();
  expect(state[UNNAMED]).toEqual(DRIFTED);
  expect(state[STRUCK]).toMatchObject(has);
  if (policy === 'observe') expect(stage.writes()).toEqual([]);
}
