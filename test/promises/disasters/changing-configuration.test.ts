import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { POLICIES, type Policy } from '../../../src/model/policy.ts';
import { asNobody } from '../../adapters/config/as-nobody.ts';
import { A, SMALL_SEED, stateUnder, swapAfter, wishing } from '../../support/disasters/generations.ts';
import { toYaml, type Wishes } from '../../support/disasters/scene.ts';
import { reword, setStage } from '../../support/disasters/stage.ts';
import { underEachPolicy } from '../../support/disasters/under-each-policy.ts';

const onStage = (policy: Policy) => setStage({ policy, seed: SMALL_SEED, wishes: wishing(policy) });

/** Asks for less than there is: within the guard, and beyond it. */
const lessUnder = (policy: Policy): Wishes => wishing(policy, { delivered: [A] });
const nothingUnder = (policy: Policy): Wishes => wishing(policy, { delivered: [], opened: [] });

const removes = (policy: Policy): boolean => policy === 'listed' || policy === 'exact';

describe('a configuration that changes', () => {
  underEachPolicy(
    (policy) =>
      `C01 a ConfigMap is swapped at every moment of a read, under ${policy}: the old or the new one, no mix`,
    async (policy) => {
      const seen: string[] = [];
      while (seen.length < 300 && seen.slice(-3).join(' ') !== 'old old old')
        seen.push(await swapAfter(seen.length, policy));
      expect([...new Set(seen)].sort()).toEqual(['new', 'old']);
    },
  );

  it.each(POLICIES)(
    'C02 a folder that may not be read, under %s: nothing is deleted, exit 4',
    async (policy) => {
      const stage = await onStage(policy);
      chmodSync(stage.folder, 0o755);
      chmodSync(join(stage.folder, 'config'), 0);
      const { code, output } = await asNobody(() => stage.apply());
      chmodSync(join(stage.folder, 'config'), 0o755);
      expect(output).toContain('permission denied');
      expect([code, stage.emulator.requests()]).toEqual([4, []]);
    },
  );

  it.each(POLICIES)(
    'C02 a disk that does not give the bytes (EIO), under %s: nothing is deleted, exit 4',
    async (policy) => {
      const stage = await onStage(policy);
      const more = ['--config', 'config', '--config', '/proc/self/mem'];
      const runs = [await stage.plan(...more), await stage.apply(...more)];
      expect(runs.map(({ code }) => code)).toEqual([4, 4]);
      expect(stage.emulator.requests()).toEqual([]);
    },
  );

  it.each(POLICIES)(
    'C05 a file to which a line is added now and then, under %s: refused or whole',
    async (policy) => {
      const stage = await onStage(policy);
      const daemon = stage.daemon();
      const lines = toYaml(stage.wishes).split(/(?<=\n)/);
      for (const count of lines.keys()) {
        reword(stage, lines.slice(0, count + 1).join(''));
        await new Promise((wake) => setImmediate(wake));
      }
      await daemon.settles(
        ({ domains }) => domains.length === 2 && domains.every(({ condition }) => condition === 'in-sync'),
      );
      await daemon.stop();
      expect(stage.writes()).toEqual([]);
    },
  );

  underEachPolicy(
    (policy) =>
      `C09 A, B and A again, under ${policy}: between two looks nothing happens, and else A is the end`,
    async (policy) => {
      const stage = await onStage(policy);
      const daemon = stage.daemon();
      await daemon.settles(({ domains }) => domains.every(({ condition }) => condition === 'in-sync'));
      reword(stage, toYaml(nothingUnder(policy)));
      reword(stage, toYaml(stage.wishes));
      await daemon.looks();
      await daemon.settles(({ domains }) => domains.every(({ condition }) => condition === 'in-sync'));
      expect(stage.writes()).toEqual([]);
      reword(stage, toYaml(lessUnder(policy)));
      await daemon.looks();
      const less = JSON.stringify(stateUnder(lessUnder(policy)));
      await daemon.settles(() => JSON.stringify(stage.state()) === less);
      reword(stage, toYaml(stage.wishes));
      await daemon.looks();
      await daemon.settles(({ domains }) => domains.every(({ condition }) => condition === 'in-sync'));
      await daemon.settles(() => JSON.stringify(stage.state()) === JSON.stringify(SMALL_SEED));
      await daemon.stop();
      expect(stage.losses(lessUnder(policy))).toEqual([]);
    },
  );

  underEachPolicy(
    (policy) => `C11 back to an old commit that asks for less, under ${policy}: what it asks for, exit 0`,
    async (policy) => {
      const stage = await onStage(policy);
      const less = lessUnder(policy);
      reword(stage, toYaml(less));
      const codes = [(await stage.plan()).code, (await stage.unasked()).code, (await stage.apply()).code];
      expect(codes).toEqual([policy === 'merge' ? 0 : 2, removes(policy) ? 3 : 0, 0]);
      expect(stage.losses(less)).toEqual([]);
      expect(stage.state()).toEqual(stateUnder(less));
    },
  );

  underEachPolicy(
    (policy) =>
      `C11 back to an old commit that asks for next to nothing, under ${policy}: the guard refuses, exit 3`,
    async (policy) => {
      const stage = await onStage(policy);
      const daemon = stage.daemon();
      await daemon.settles(({ domains }) => domains.every(({ condition }) => condition === 'in-sync'));
      reword(stage, toYaml(nothingUnder(policy)));
      await daemon.looks();
      if (removes(policy)) await daemon.settles(({ guard }) => guard !== undefined);
      await daemon.stop();
      const codes = [(await stage.plan()).code, (await stage.apply()).code];
      expect(codes).toEqual(removes(policy) ? [3, 3] : [policy === 'observe' ? 2 : 0, 0]);
      expect(stage.writes()).toEqual([]);
      expect(stage.state()).toEqual(SMALL_SEED);
    },
  );
});
