import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { POLICIES } from '../../../src/model/policy.ts';
import { ANSWERS } from '../../support/disasters/answers.ts';
import { CATALOGUE } from '../../support/disasters/catalogue.ts';
import { FILES } from '../../support/disasters/files.ts';
import { mended } from '../../support/disasters/play-files.ts';
import { deliveriesOf, STRUCK, seedOf } from '../../support/disasters/scene.ts';
import { setStage } from '../../support/disasters/stage.ts';
import { STATES } from '../../support/disasters/states.ts';

/**
 * The table of disasters: what may go wrong with an answer (`answers`), with the webhooks
 * (`states`) and with the configuration (`files`, `cut-configuration`, `changing-configuration`). Each row is tried
 * under each policy, as a plan, as an apply and in the daemon, and what is asserted is the state of the account: nothing
 * is deleted that a person did not ask for. A disaster that did not happen proves nothing, so each row also asserts
 * that it did.
 */
describe('the table of disasters', () => {
  const numbered = (letter: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`);

  it('has every row of the catalogue: H01 to H16, A01 to A13, C01 to C11', () => {
    const rows = [...numbered('H', 16), ...numbered('A', 13), ...numbered('C', 11)];
    expect(Object.keys(CATALOGUE)).toEqual(rows);
    const inTables = [...ANSWERS, ...FILES, ...STATES].map(({ id }) => id);
    expect([...new Set([...inTables, ...writtenOut()])].sort()).toEqual([...rows].sort());
  });

  it('lets every answer come at some moment, and has a name for each shape', () => {
    for (const { title, shapes, reading, before, after } of ANSWERS) {
      expect([reading, before, after], title).not.toEqual([undefined, undefined, undefined]);
      expect(new Set(shapes.map((shape) => shape.title)).size, title).toBe(shapes.length);
    }
    for (const { title, shapes } of FILES)
      expect(new Set(shapes.map((shape) => shape.title)).size, title).toBe(shapes.length);
  });

  it.each(POLICIES)(
    'is played on an account that is mended when nothing goes wrong, under %s',
    async (policy) => {
      const stage = await setStage({ policy });
      const codes = [(await stage.plan()).code, (await stage.apply()).code, (await stage.plan()).code];
      expect(codes).toEqual([2, 0, policy === 'observe' ? 2 : 0]);
      expect(stage.state()).toEqual(mended(stage));
      const gone =
        deliveriesOf('', seedOf()[STRUCK] ?? {}).length -
        deliveriesOf('', stage.state()[STRUCK] ?? {}).length;
      expect(gone).toBe({ listed: 0, exact: 1, merge: -2, observe: 0 }[policy]);
    },
  );
});

/** Ids at the start of the titles of tests that are no rows of a table. */
function writtenOut(): readonly string[] {
  const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('configuration.test.ts'));
  const texts = names.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));
  return [...texts.join('\n').matchAll(/['`](C\d\d) /g)].flatMap(([, id]) => id ?? []);
}
