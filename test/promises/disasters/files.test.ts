import { describe } from 'vitest';
import { FILES } from '../../support/disasters/files.ts';
import { playFiles } from '../../support/disasters/play-files.ts';
import { underEachPolicy } from '../../support/disasters/under-each-policy.ts';

const SAYING = {
  refused: 'nothing is deleted, exit 4, and the daemon keeps to the last good one',
  used: 'nothing is deleted unasked, exit 0',
} as const;

describe('disasters that strike the configuration', () => {
  for (const disaster of FILES) {
    underEachPolicy(
      (policy) => `${disaster.id} ${disaster.title}, under ${policy}: ${SAYING[disaster.outcome]}`,
      (policy) => playFiles(disaster, policy),
    );
  }
});
