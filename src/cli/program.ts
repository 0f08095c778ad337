import { Command } from 'commander';
import { type ApplyOptions, applyCommand } from './commands/apply.ts';
import { demoCommand } from './commands/demo.ts';
import { type EmulatorCommandOptions, emulatorCommand } from './commands/emulator.ts';
import { type ExplainOptions, explainCommand } from './commands/explain.ts';
import { type PlanOptions, planCommand } from './commands/plan.ts';
import { schemaCommand } from './commands/schema.ts';
import { type ValidateOptions, validateCommand } from './commands/validate.ts';
import type { Context } from './context.ts';
import { type ExitCode, UsageError } from './exit-code.ts';
import { EXAMPLES, EXIT_CODES } from './help.ts';
import { addFlags, applyEnvironment, type FlagName } from './options.ts';
import { version } from './version.ts';

const ACCOUNT_FLAGS = ['config', 'account', 'domain', 'allowHost', 'output', 'logLevel', 'color'] as const;
const BUDGET_FLAGS = ['stateDir', 'lockTimeoutMs', 'budgetShare', 'redisUrl', 'redisFallback'] as const;
const PLAN_FLAGS = [...ACCOUNT_FLAGS, ...BUDGET_FLAGS, 'detailedExitcode'] as const;
const APPLY_FLAGS = [...PLAN_FLAGS, 'yes', 'approve', 'dryRun'] as const;

type Finish = (code: ExitCode) => void;

/** The whole command line. `finish` is told the exit code of the command that ran. */
export function createProgram(context: Context, finish: Finish): Command {
  const program = new Command('mghooks')
    .description('Keeps Mailgun webhooks equal to YAML files.')
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.stdout.write(text),
      writeErr: (text) => context.terminal.stderr.write(text),
    })
    .addHelpText('after', `${EXIT_CODES}${EXAMPLES.program}`);
  const builder: Builder = { program, context, finish };
  addPlanning(builder);
  addOffline(builder);
  addEmulator(builder);
  return program;
}

interface Builder {
  readonly program: Command;
  readonly context: Context;
  readonly finish: Finish;
}

interface Spec {
  readonly name: keyof typeof EXAMPLES;
  /** As shown in the help, with arguments. */
  readonly usage?: string;
  readonly description: string;
  readonly flags: readonly FlagName[];
}

/** Adds a command; its action gets the options with those of the environment filled in, then the arguments. */
function addCommand<O>(
  { program, context, finish }: Builder,
  spec: Spec,
  action: (options: O, argument: string) => Promise<ExitCode>,
): void {
  const command = program.command(spec.usage ?? spec.name).description(spec.description);
  addFlags(command, spec.flags).addHelpText('after', EXAMPLES[spec.name]);
  command.action(async (...given: readonly unknown[]) => {
    applyEnvironment(command, context.environment);
    finish(await action(command.opts<Record<string, unknown>>() as O, String(given[0])));
  });
}

interface Modes {
  readonly dryRun?: boolean;
  readonly once?: boolean;
}

function addPlanning(builder: Builder): void {
  const { context } = builder;
  addCommand<PlanOptions>(
    builder,
    { name: 'plan', description: 'show what an apply would do', flags: PLAN_FLAGS },
    (options) => planCommand(context, options),
  );
  addCommand<ApplyOptions & Modes>(
    builder,
    { name: 'apply', description: 'show the plan, ask, and carry it out', flags: APPLY_FLAGS },
    (options) => (options.dryRun === true ? planCommand(context, options) : applyCommand(context, options)),
  );
  addCommand<ApplyOptions & Modes>(
    builder,
    { name: 'run', description: 'one pass without a person: run --once', flags: [...APPLY_FLAGS, 'once'] },
    (options) => {
      if (options.dryRun === true) return planCommand(context, options);
      if (options.once === true) return applyCommand(withoutPerson(context), options);
      throw new UsageError("This version runs one pass at a time: use 'mghooks run --once'");
    },
  );
}

/** A run is for pipelines: it asks nobody, even where somebody could be asked. */
function withoutPerson(context: Context): Context {
  return { ...context, terminal: { ...context.terminal, ask: undefined } };
}

function addOffline(builder: Builder): void {
  const { context } = builder;
  addCommand<ValidateOptions>(
    builder,
    {
      name: 'validate',
      description: 'check the configuration; needs no key and no network',
      flags: ['config', 'output', 'color'],
    },
    (options) => validateCommand(context, options),
  );
  addCommand<ExplainOptions>(
    builder,
    {
      name: 'explain',
      usage: 'explain <domain>',
      description: 'show where each URL of a domain comes from; needs no key and no network',
      flags: ['config', 'output', 'color'],
    },
    (options, domain) => explainCommand(context, options, domain),
  );
  addCommand(
    builder,
    { name: 'schema', description: 'print the JSON Schema of the configuration', flags: [] },
    () => schemaCommand(context),
  );
}

function addEmulator(builder: Builder): void {
  const { context } = builder;
  addCommand<EmulatorCommandOptions>(
    builder,
    {
      name: 'emulator',
      description: 'run a Mailgun on this machine, to try and to test against',
      flags: ['port', 'host', 'seed', 'apiKey', 'faults', 'rateLimit', 'rateWindowMs', 'rateMode'],
    },
    (options) => emulatorCommand(context, options),
  );
  addCommand<{ readonly color: 'auto' }>(
    builder,
    {
      name: 'demo',
      description: 'watch the main job on the emulator: drift, plan, apply, in sync',
      flags: ['color'],
    },
    (options) => demoCommand(context, options),
  );
}
