import { expect } from 'vitest';
import type { Fault, FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import type { Policy } from '../../../src/model/policy.ts';
import type { AnswerDisaster, Shape } from './answer-disaster.ts';
import type { Strike } from './front.ts';
import { applyCode, conditionOf, type Outcome, planCode, restedUnder } from './outcome.ts';
import { BYSTANDER, DRIFTED, granted, UNNAMED } from './scene.ts';
import { type Stage, setStage } from './stage.ts';

/** Which requests are struck: reads, or writes before or after they have had their effect. */
export type Moment = 'reading' | 'before' | 'after';

export interface Played {
  readonly disaster: AnswerDisaster;
  readonly moment: Moment;
  readonly policy: Policy;
  readonly outcome: Outcome;
}

/**
 * Lets a disaster happen to a plan, an apply and a daemon, each with an account in which every shape strikes a domain of
 * its own. To be done in time, only the first shapes strike where the ways are alike.
 */
export async function play(played: Played): Promise<void> {
  const { disaster, moment, policy } = played;
  const { shapes, apart = false } = disaster;
  const [plan, apply, daemon] = SHAPES_MAX[moment === 'reading' ? 'reads' : 'writes'][policy];
  const casts = (count: number) => castsOf(shapes.slice(0, count), apart);
  await Promise.all([
    ...casts(plan).map((cast) => playPlan(played, cast)),
    ...casts(apply).map((cast) => playApply(played, cast)),
    ...casts(daemon).map((cast) => playDaemon(played, cast)),
  ]);
}

const ALL = Number.POSITIVE_INFINITY;

/** How many shapes strike a plan, an apply and a daemon. A plan never writes, and nothing does under `observe`. */
const SHAPES_MAX = {
  reads: { listed: [1, ALL, 1], exact: [1, ALL, 5], merge: [1, ALL, 1], observe: [1, ALL, 1] },
  writes: { listed: [0, 2, 0], exact: [0, 4, 1], merge: [0, 2, 1], observe: [0, 1, 0] },
} as const;

/** One account for all shapes, or one for each. */
function castsOf(shapes: readonly Shape[], apart: boolean): readonly Cast[] {
  const accounts = apart ? shapes.map((shape) => [shape]) : [shapes];
  return accounts
    .filter((each) => each.length > 0)
    .map((each) => each.map((shape, place) => ({ shape, domain: `struck-${place}.example.com` })));
}

/** The shapes of an answer, and the domain that each strikes. */
type Cast = readonly { readonly shape: Shape; readonly domain: string }[];

/** A plan reads, shows, and changes nothing. */
async function playPlan(played: Played, cast: Cast): Promise<void> {
  const stage = await stageOf(played, cast);
  const { code, output } = await stage.plan();
  expect(stage.writes()).toEqual([]);
  await expectHarmless(stage, played, cast);
  expect(code, output).toBe(planCode(played.outcome));
}

async function playApply(played: Played, cast: Cast): Promise<void> {
  const stage = await stageOf(played, cast);
  const { code, output } = await stage.apply();
  await expectHarmless(stage, played, cast);
  expectState(stage, played, cast);
  expect(code, output).toBe(applyCode(played.outcome, played.policy));
}

async function playDaemon(played: Played, cast: Cast): Promise<void> {
  const { disaster, outcome, policy } = played;
  const stage = await stageOf(played, cast);
  const daemon = stage.daemon();
  const wanted = conditionOf(outcome, policy);
  await daemon.settles(({ domains }) => {
    const conditions = new Map(domains.map(({ domain, condition }) => [domain, condition]));
    if (wanted === undefined) return daemon.hasHalted();
    return (
      cast.every(({ domain }) => conditions.get(domain) === wanted) &&
      (disaster.shared === true || conditions.get(BYSTANDER) === restedUnder(policy))
    );
  });
  await daemon.stop();
  await expectHarmless(stage, played, cast);
  expectState(stage, outcome === 'delayed' ? { ...played, outcome: 'overcome' } : played, cast);
}

const METHODS: Readonly<Record<Moment, readonly string[]>> = {
  reading: ['GET'],
  before: ['POST', 'PUT', 'DELETE'],
  after: ['POST', 'PUT', 'DELETE'],
};

/** The guard is wide open: it is not what must protect here. */
const NO_GUARD = '    guard: { maxDeletes: 10000, maxDeletePercent: 100 }\n';

/** Slots of the budget come back after a second, so that no test waits for a minute. */
const LIMIT_MS = 1000;

function stageOf(played: Played, cast: Cast): Promise<Stage> {
  const { disaster, policy } = played;
  const strikes = cast.flatMap((each) => strikeOf(played, each));
  return setStage({
    policy,
    struck: cast.map(({ domain }) => domain),
    account: NO_GUARD,
    limitMs: disaster.limitMs ?? LIMIT_MS,
    faults: cast.flatMap((each) => rulesOf(played, each)),
    ...(strikes.length === 0 ? {} : { strikes }),
  });
}

function rulesOf({ disaster, moment }: Played, { shape, domain }: Cast[number]): readonly FaultRule[] {
  const { answer } = shape;
  if (!('kind' in answer)) return [];
  const { times, everywhere = false } = disaster;
  const more = { ...(everywhere ? {} : { domain }), ...(times === undefined ? {} : { times }) };
  return METHODS[moment].map((method) => ({ match: { method, ...more }, fault: atMoment(answer, moment) }));
}

function atMoment(fault: Fault, moment: Moment): Fault {
  return fault.kind === 'answer' && moment === 'after' ? { ...fault, when: 'after' } : fault;
}

function strikeOf({ moment }: Played, { shape, domain }: Cast[number]): readonly Strike[] {
  const { answer } = shape;
  if ('kind' in answer) return [];
  const when = moment === 'after' ? 'after' : 'before';
  return [{ methods: METHODS[moment], domain, when, bytes: answer }];
}

/** Each shape did strike; nothing was deleted that nobody asked for; nothing went to another host. */
async function expectHarmless(stage: Stage, { moment, policy }: Played, cast: Cast): Promise<void> {
  const hits = await stage.hits();
  const each = hits.length / cast.length;
  const writes = stage.writes().length > 0;
  for (const [index, { shape }] of cast.entries()) {
    const met = hits.slice(index * each, (index + 1) * each).some((count) => count > 0);
    expect(met, `${shape.title} struck`).toBe(moment === 'reading' || writes);
  }
  expect(stage.losses(), 'deliveries lost').toEqual([]);
  expect(stage.strays(), 'connections to another host').toBe(0);
  expect(stage.state()[UNNAMED]).toEqual(DRIFTED);
  expect(stage.emulator.requests().some(({ domain }) => domain === UNNAMED)).toBe(false);
  if (policy === 'observe') expect(stage.writes()).toEqual([]);
}

function expectState(stage: Stage, { disaster, moment, outcome }: Played, cast: Cast): void {
  const state = stage.state();
  const isAsBefore = outcome !== 'overcome' && moment !== 'after';
  for (const { shape, domain } of cast) {
    const mended = granted(stage.wishes, domain, DRIFTED);
    if (isAsBefore) expect(state[domain], shape.title).toEqual(DRIFTED);
    if (outcome === 'overcome') expect(state[domain], shape.title).toEqual(mended);
  }
  if (disaster.shared === true) return;
  expect(state[BYSTANDER], 'bystander').toEqual(granted(stage.wishes, BYSTANDER, DRIFTED));
}
