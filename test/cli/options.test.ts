import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/cli/environment.ts';
import { addFlags, applyEnvironment } from '../../src/cli/options.ts';

/** The options of a command line that says nothing, with these variables. */
function optionsWith(variables: Readonly<Record<string, string>>) {
  const command = addFlags(new Command(), ['stateDir', 'redisUrl', 'budgetShare']);
  command.parse([], { from: 'user' });
  applyEnvironment(command, readEnvironment(variables));
  return command.opts();
}

describe('a variable', () => {
  it('gives an option its value', () => {
    expect(optionsWith({ MGHOOKS_REDIS_URL: 'redis://redis.example' })).toEqual({
      redisUrl: 'redis://redis.example',
    });
  });

  it.each(['', ' ', '\n'])('that is empty is an error that names it: %j', (text) => {
    expect(() => optionsWith({ MGHOOKS_REDIS_URL: text })).toThrow(
      'The variable MGHOOKS_REDIS_URL is empty: set it, or unset it',
    );
  });
});
