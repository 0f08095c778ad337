import { type Command, Option } from 'commander';
import { DAEMON_FLAGS } from './daemon-flags.ts';
import { EMULATOR_FLAGS } from './emulator-flags.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './exit-code.ts';
import type { Flag } from './flag.ts';
import { PARSERS, parseVariable } from './flag-values.ts';
import { FLAGS } from './flags.ts';
import { HISTORY_FLAGS } from './history-flags.ts';
import { IMPORT_FLAGS } from './import-flags.ts';

const ALL = { ...FLAGS, ...HISTORY_FLAGS, ...DAEMON_FLAGS, ...IMPORT_FLAGS, ...EMULATOR_FLAGS };

export type FlagName = keyof typeof ALL;

export const KNOWN_VARIABLES: readonly string[] = Object.values(ALL).map((flag) => flag.variable);

export function variableOf(name: FlagName): string {
  return ALL[name].variable;
}

const BY_NAME: ReadonlyMap<string, Flag> = new Map(Object.entries(ALL));

/** Adds flags to a command; each names its environment variable in the help. */
export function addFlags(command: Command, names: readonly FlagName[]): Command {
  for (const name of names) command.addOption(toOption(name));
  return command;
}

function toOption(name: FlagName): Option {
  const flag: Flag = ALL[name];
  const option = new Option(flag.flags, `${flag.description} [${flag.variable}]`);
  option.attributeName = () => name;
  if (flag.choices !== undefined) option.choices([...flag.choices]);
  if (flag.kind === 'list') {
    option.argParser((value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value]);
  }
  const parse = PARSERS[flag.kind];
  if (parse !== undefined) option.argParser((value: string) => parse(flag.flags, value));
  if (flag.once === true) {
    option.argParser((value: string, earlier: unknown) => {
      if (earlier !== undefined) throw new UsageError(`'${flag.flags}' is given twice`);
      return parse?.(flag.flags, value) ?? value;
    });
  }
  if (flag.fallback !== undefined) {
    option.default(parse?.(flag.flags, flag.fallback) ?? flag.fallback, flag.fallback);
  }
  return option;
}

/**
 * Gives every option that was not set by a flag the value of its variable. Not left to commander, which takes any
 * value of a boolean's variable as true: `MGHOOKS_YES=false` would say yes.
 */
export function applyEnvironment(command: Command, environment: Environment): void {
  for (const option of command.options) {
    const name = option.attributeName();
    const flag = BY_NAME.get(name);
    const text = flag && environment.get(flag.variable);
    const source = command.getOptionValueSource(name);
    if (flag === undefined || text === undefined || (source !== undefined && source !== 'default')) continue;
    if (text.trim() === '')
      throw new UsageError(`The variable ${flag.variable} is empty: set it, or unset it`);
    command.setOptionValueWithSource(name, parseVariable(flag, text), 'env');
  }
}
