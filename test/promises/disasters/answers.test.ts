import { describe } from 'vitest';
import { ANSWERS } from '../../support/disasters/answers.ts';
import { saying } from '../../support/disasters/outcome.ts';
import { type Moment, play } from '../../support/disasters/play-answer.ts';
import { underEachPolicy } from '../../support/disasters/under-each-policy.ts';

/**
 * What comes in place of the right answer. Where it comes to a read, nothing is decided about the domain, and the others
 * go on. Where it comes to a write, what became of the write is found out, and said.
 */
const MOMENTS: readonly (readonly [Moment, string])[] = [
  ['reading', 'to reads'],
  ['before', 'to writes that had no effect'],
  ['after', 'to writes that had their effect'],
];

describe.each(MOMENTS)('%s: answers %s', (moment) => {
  for (const disaster of ANSWERS) {
    const { id, title } = disaster;
    const outcome = disaster[moment];
    if (outcome === undefined) continue;
    underEachPolicy(
      (policy) => `${id} ${title}, under ${policy}: nothing is deleted unasked, ${saying(outcome, policy)}`,
      (policy) => play({ disaster, moment, policy, outcome }),
    );
  }
});
