import { describe } from 'vitest';
import { ANSWERS } from '../../support/disasters/answers.ts';
import { saying } from '../../support/disasters/outcome.ts';
import { play } from '../../support/disasters/play-answer.ts';
import { underEachPolicy } from '../../support/disasters/under-each-policy.ts';

/** Reads are answered so: nothing is decided about the domain, and the others go on. */
describe('disasters that strike reads', () => {
  for (const disaster of ANSWERS) {
    const { id, title, reading: outcome } = disaster;
    if (outcome === undefined) continue;
    underEachPolicy(
      (policy) => `${id} ${title}, under ${policy}: nothing is deleted unasked, ${saying(outcome, policy)}`,
      (policy) => play({ disaster, moment: 'reading', policy, outcome }),
    );
  }
});
