import { describe } from 'vitest';
import { ANSWERS } from '../../support/disasters/answers.ts';
import { saying } from '../../support/disasters/outcome.ts';
import { play } from '../../support/disasters/play-answer.ts';
import { underEachPolicy } from '../../support/disasters/under-each-policy.ts';

/** Writes are answered so: what became of them is found out, and said. */
describe.each(['before', 'after'] as const)(
  'disasters that strike writes %s they have their effect',
  (moment) => {
    for (const disaster of ANSWERS) {
      const { id, title } = disaster;
      const outcome = disaster[moment];
      if (outcome === undefined) continue;
      underEachPolicy(
        (policy) => `${id} ${title}, under ${policy}: nothing is deleted unasked, ${saying(outcome, policy)}`,
        (policy) => play({ disaster, moment, policy, outcome }),
      );
    }
  },
);
