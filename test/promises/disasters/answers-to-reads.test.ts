import { describe, it } from 'vitest';
import { POLICIES } from '../../../src/model/policy.ts';
import { ANSWERS } from '../../support/disasters/answers.ts';
import { saying } from '../../support/disasters/outcome.ts';
import { play } from '../../support/disasters/play-answer.ts';

/** Reads are answered so: nothing is decided about the domain, and the others go on. */
describe.each(POLICIES)('reads under %s', (policy) => {
  for (const disaster of ANSWERS) {
    const { id, title, reading } = disaster;
    if (reading === undefined) continue;
    it(`${id} ${title}, under ${policy}: nothing is deleted, ${saying(reading, policy)}`, async () => {
      await play({ disaster, moment: 'reading', policy, outcome: reading });
    });
  }
});
