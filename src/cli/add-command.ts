import type { Command } from 'commander';
import { nearestWord } from '../model/nearest-word.ts';
import type { Context } from './context.ts';
import { type ExitCode, UsageError } from './exit-code.ts';
import { EXAMPLES } from './help.ts';
import { addFlags, applyEnvironment, type FlagName } from './options.ts';

/** What every command is made with. */
export interface Builder {
  readonly program: Command;
  readonly context: Context;
  readonly finish: (code: ExitCode) => void;
}

interface Spec {
  readonly name: keyof typeof EXAMPLES;
  /** As shown in the help, with arguments. */
  readonly usage?: string;
  readonly description: string;
  readonly flags: readonly FlagName[];
  /** What `mghooks` without a command does. */
  readonly isDefault?: boolean;
}

/** Adds a command; its action gets the options with those of the environment filled in, then the argument. */
export function addCommand<O>(
  { program, context, finish }: Builder,
  spec: Spec,
  action: (options: O, argument: string | undefined, command: Command) => Promise<ExitCode>,
): void {
  const command = program
    .command(spec.usage ?? spec.name, { isDefault: spec.isDefault === true })
    .description(spec.description);
  addFlags(command, spec.flags).addHelpText('after', EXAMPLES[spec.name]);
  // Commander takes a misspelt command for an argument of the default one.
  if (spec.isDefault === true) command.allowExcessArguments();
  command.action(async (...given: readonly unknown[]) => {
    if (spec.isDefault === true) refuseUnknownCommand(program, command.args[0]);
    applyEnvironment(command, context.environment);
    const [argument] = given;
    const word = typeof argument === 'string' ? argument : undefined;
    finish(await action(command.opts<Record<string, unknown>>() as O, word, command));
  });
}

function refuseUnknownCommand({ commands }: Command, word: string | undefined): void {
  if (word === undefined) return;
  const known = commands.map((command) => command.name());
  if (known.includes(word)) throw new UsageError(`the command '${word}' has to stand before its flags`);
  const near = nearestWord(word, known);
  const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean '${near}'?`;
  throw new UsageError(`unknown command '${word}': ${hint}`);
}
