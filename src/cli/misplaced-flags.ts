import type { Command } from 'commander';
import { DAEMON } from './command-flags.ts';
import { UsageError } from './exit-code.ts';
import { type FlagName, variableOf } from './options.ts';

/** The flags of `run` that mean something to a single pass alone. */
const ONE_PASS: readonly FlagName[] = [
  'account',
  'domain',
  'yes',
  'approve',
  'allowDeletes',
  'maxRequests',
  'detailedExitcode',
  'output',
];

interface Modes {
  readonly dryRun?: boolean;
  readonly once?: boolean;
}

/**
 * Refuses what one way of running would ignore.
 *
 * | the run is | ignores                 | refused                                                                    |
 * |------------|-------------------------|----------------------------------------------------------------------------|
 * | a daemon   | the flags of one pass   | as flag and as variable: `MGHOOKS_DOMAIN` must not be taken for a limit     |
 * | one pass   | the flags of the daemon | as flag; the variables may be those of a pod in which somebody tries a pass |
 */
export function refuseMisplacedFlags(command: Command, { once, dryRun }: Modes): void {
  if (once === true || dryRun === true) {
    const given = givenAs(command, DAEMON, ['cli']);
    const mode = once === true ? '--once' : '--dry-run';
    if (given.length > 0) throw new UsageError(`${given} is for the daemon: leave it out, or ${mode}`);
    return;
  }
  const given = givenAs(command, ONE_PASS, ['cli', 'env']);
  if (given.length > 0) throw new UsageError(`${given} is for one pass: add --once, or leave it out`);
}

/** The flags among the names that were given, as they were given; empty if none was. */
function givenAs(command: Command, names: readonly FlagName[], sources: readonly string[]): string {
  const given = command.options.flatMap((option) => {
    const name = names.find((each) => each === option.attributeName());
    const source = name && command.getOptionValueSource(name);
    if (name === undefined || source === undefined || !sources.includes(source)) return [];
    return [source === 'env' ? variableOf(name) : `'${option.long}'`];
  });
  return given.join(', ');
}
