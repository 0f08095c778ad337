import { describe, it } from 'vitest';
import { POLICIES } from '../../../src/model/policy.ts';
import { ANSWERS } from '../../support/disasters/answers.ts';
import { saying } from '../../support/disasters/outcome.ts';
import { play } from '../../support/disasters/play-answer.ts';

/** Writes are answered so: what became of them is found out, and said. */
describe.each(POLICIES)('writes under %s', (policy) => {
  describe.each(['before', 'after'] as const)('answered so %s they have had their effect', (moment) => {
    for (const disaster of ANSWERS) {
      const { id, title } = disaster;
      const outcome = disaster[moment];
      if (outcome === undefined) continue;
      it(`${id} ${title}, under ${policy}: nothing is deleted, ${saying(outcome, policy)}`, async () => {
        await play({ disaster, moment, policy, outcome });
      });
    }
  });
});
