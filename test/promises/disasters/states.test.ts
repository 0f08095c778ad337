import { describe } from 'vitest';
import { codesUnder, lossesUnder, playState } from '../../support/disasters/play-state.ts';
import { STATES } from '../../support/disasters/states.ts';
import { underEachPolicy } from '../../support/disasters/under-each-policy.ts';

/** What Mailgun does, or others do to it meanwhile. */
describe('disasters of the state', () => {
  for (const disaster of STATES) {
    const { id, title } = disaster;
    underEachPolicy(
      (policy) =>
        `${id} ${title}, under ${policy}: ${lossesUnder(disaster, policy)}, exit ${codesUnder(disaster, policy)[1]}`,
      (policy) => playState(disaster, policy),
    );
  }
});
