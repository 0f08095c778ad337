import { describe, expect } from 'vitest';
import { createFileSource } from '../../../src/adapters/config/file-source.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { ConfigurationError } from '../../../src/ports/configuration-source.ts';
import { CUT_SEED, type Cut, cutsOf, cutWishes } from '../../support/disasters/cuts.ts';
import { granted, type State, toYaml, type Wishes } from '../../support/disasters/scene.ts';
import { reword, type Stage, setStage } from '../../support/disasters/stage.ts';
import { underEachPolicy } from '../../support/disasters/under-each-policy.ts';

/**
 * C03: a file of several domains that is cut off. Between two line breaks it is refused wherever it is cut, since a file
 * ends with a line break. At the end of a line it may be a valid, smaller configuration. What such a rest asks to remove:
 *
 * | the cut is                            | `listed`         | `exact`                      | `merge`, `observe` |
 * |---------------------------------------|------------------|------------------------------|--------------------|
 * | before a domain, or the end mark      | nothing          | nothing                      | nothing            |
 * | between two event types of a domain   | nothing          | the event types that it lost | nothing            |
 * | within the list of an event type      | the URLs         | both                         | nothing            |
 *
 * Each rest lacks the end mark `...`, so nothing of that is removed where nobody sees it: exit code 3, and in the daemon the
 * guard waits. With `requireEndMark: false` the limits of the guard alone stand before it.
 */
describe('a configuration that is cut off', () => {
  underEachPolicy(
    (policy) => `C03 cut anywhere but at the end of a line, under ${policy}: nothing is deleted, exit 4`,
    async (policy) => {
      const stage = await setStage({ policy, seed: CUT_SEED, wishes: cutWishes(policy) });
      const text = toYaml(stage.wishes);
      const named = { paths: ['config'], workingDirectory: stage.folder };
      const source = createFileSource({ ...named, variables: new Map() });
      // The policy makes no difference to the reader of the file: every byte under one, every fourth under the others.
      const every = policy === 'exact' ? 1 : 4;
      const lengths = Array.from({ length: text.length - 1 }, (_, index) => index + 1).filter(
        (length) => length % every === 0 && text[length - 1] !== '\n',
      );
      for (const length of lengths) {
        reword(stage, text.slice(0, length));
        await expect(source.load(), text.slice(0, length)).rejects.toBeInstanceOf(ConfigurationError);
        if (length % 50 === 0) expect((await stage.apply()).code).toBe(4);
      }
      expect(lengths.length).toBeGreaterThan(300 / every);
      expect(stage.emulator.requests()).toEqual([]);
    },
  );

  underEachPolicy(
    (policy) => `C03 cut at the end of a line, under ${policy}: exit 4, or nothing is deleted, exit 3 or 0`,
    async (policy) => {
      const cuts = cutsOf(policy);
      expect(cuts.filter(({ holes }) => holes.length > 0)).toHaveLength(HOLE_COUNT[policy]);
      const stage = await setStage({ policy, seed: CUT_SEED, wishes: cutWishes(policy) });
      for (const cut of cuts) await playCut(cut, { policy, stage, stopped: cut.holes.length > 0 });
      expect(stage.writes()).toEqual([]);
    },
  );

  underEachPolicy(
    (policy) => `C03 cut at the end of a line under the daemon, under ${policy}: nothing is deleted`,
    async (policy) => {
      const cuts = cutsOf(policy);
      const stopped = cuts.filter(({ holes }) => holes.length > 0);
      const others = cuts.filter(({ holes }) => holes.length === 0);
      const [valid, refused] = [true, false].map((isValid) =>
        others.filter(({ wishes }) => (wishes !== undefined) === isValid),
      );
      const stage = await setStage({ policy, seed: CUT_SEED, wishes: cutWishes(policy) });
      await playUnderDaemon([...(valid ?? []), ...stopped, ...(refused ?? []).slice(-3)], {
        policy,
        stage,
        stops: ({ holes }) => holes.length > 0,
      });
      expect(stage.writes()).toEqual([]);
    },
  );

  underEachPolicy(
    (policy) => `C03 without the need for an end mark, under ${policy}: a cut deletes ${HOLES[policy]}`,
    async (policy) => {
      const scene = { policy, seed: CUT_SEED, wishes: cutWishes(policy), account: OPTED_OUT };
      const holes = cutsOf(policy).filter((cut) => cut.holes.length > 0);
      const plays = holes.map(async (cut) => {
        const { guarded } = cut;
        await playCut(cut, { policy, stage: await setStage(scene), stopped: guarded });
        const stage = await setStage(scene);
        await playUnderDaemon([cut], { policy, stage, stops: () => guarded });
      });
      await Promise.all(plays);
    },
  );
});

const HOLES: Readonly<Record<Policy, string>> = {
  listed: 'URLs of the list that is cut, within the guard',
  exact: 'event types and URLs of the domain that is cut, within the guard',
  merge: 'nothing',
  observe: 'nothing',
};

/** How many of the cuts ask to remove something. */
const HOLE_COUNT: Readonly<Record<Policy, number>> = { listed: 4, exact: 7, merge: 0, observe: 0 };

const OPTED_OUT = '    guard: { requireEndMark: false }\n';

interface Play {
  readonly policy: Policy;
  readonly stage: Stage;
}

/** Commands on an account that is in sync with the whole configuration. */
async function playCut(
  cut: Cut,
  { policy, stage, stopped }: Play & { readonly stopped: boolean },
): Promise<void> {
  reword(stage, cut.text);
  const plan = await stage.plan();
  const unasked = await stage.unasked();
  expect(stage.state(), 'without --yes').toEqual(CUT_SEED);
  const apply = await stage.apply();
  const codes = [plan.code, unasked.code, apply.code];
  expect(codes, `cut after line ${cut.line}: ${plan.output}`).toEqual(codesOf(cut, policy, stopped));
  expect(stage.state(), `cut after line ${cut.line}`).toEqual(stopped ? CUT_SEED : stateAfter(cut));
}

/** Of a plan, of an apply without a yes, and of an apply with one. */
function codesOf({ wishes, holes, guarded }: Cut, policy: Policy, stopped: boolean): readonly number[] {
  if (wishes === undefined) return [4, 4, 4];
  if (holes.length > 0) return [guarded ? 3 : 2, 3, stopped ? 3 : 0];
  return [policy === 'observe' && showsDrift(wishes) ? 2 : 0, 0, 0];
}

/** Whether an event type is named, and not with all that it has. */
function showsDrift(wishes: Wishes): boolean {
  return Object.entries(wishes).some(([domain, { webhooks }]) =>
    Object.entries(webhooks).some(([event, urls]) => urls.length !== CUT_SEED[domain]?.[event]?.length),
  );
}

function stateAfter({ wishes = {} }: Cut): State {
  const seed = Object.entries(CUT_SEED);
  return Object.fromEntries(seed.map(([domain, hooks]) => [domain, granted(wishes, domain, hooks)] as const));
}

/** The whole file, a cut, the whole file again, and so on. */
async function playUnderDaemon(
  cuts: readonly Cut[],
  { stage, stops }: Play & { readonly stops: (cut: Cut) => boolean },
): Promise<void> {
  const daemon = stage.daemon();
  const comesToRest = (count: number) =>
    daemon.settles(
      ({ guard, domains }) =>
        guard === undefined &&
        domains.length === count &&
        domains.every(({ condition }) => condition === 'in-sync' || condition === 'observed'),
    );
  await comesToRest(2);
  for (const cut of cuts) {
    const stopped = stops(cut);
    reword(stage, cut.text);
    await daemon.looks();
    expect(daemon.watch.stale() === undefined, `cut after line ${cut.line}`).toBe(cut.wishes !== undefined);
    if (stopped) await daemon.settles(({ guard }) => guard !== undefined);
    else await comesToRest(Object.keys(cut.wishes ?? CUT_SEED).length);
    expect(stage.state(), `cut after line ${cut.line}`).toEqual(stopped ? CUT_SEED : stateAfter(cut));
    reword(stage, toYaml(stage.wishes));
    await daemon.looks();
    await comesToRest(2);
    expect(stage.state(), 'the whole again').toEqual(CUT_SEED);
  }
  await daemon.stop();
}
