import { Command } from 'commander';
import { addCommand, type Builder } from './add-command.ts';
import { APPLY_FLAGS, DAEMON, IMPORT_FLAGS, PLAN_FLAGS } from './command-flags.ts';
import { type ApplyOptions, applyCommand } from './commands/apply.ts';
import { applySavedCommand, checkSavedCommand } from './commands/apply-saved.ts';
import { demoCommand } from './commands/demo.ts';
import { type EmulatorCommandOptions, emulatorCommand } from './commands/emulator.ts';
import { type ExplainOptions, explainCommand } from './commands/explain.ts';
import { type HistoryOptions, historyCommand } from './commands/history.ts';
import { type ImportOptions, importCommand } from './commands/import.ts';
import { type PlanOptions, planCommand } from './commands/plan.ts';
import { type RollbackOptions, rollbackCommand } from './commands/rollback.ts';
import { runCommand } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { type ValidateOptions, validateCommand } from './commands/validate.ts';
import type { Context } from './context.ts';
import type { RunOptions } from './daemon/run-options.ts';
import type { ExitCode } from './exit-code.ts';
import { EXAMPLES, EXIT_CODES } from './help.ts';
import { refuseMisplacedFlags } from './misplaced-flags.ts';
import { version } from './version.ts';

/** The whole command line. `finish` is told the exit code of the command that ran. */
export function createProgram(context: Context, finish: (code: ExitCode) => void): Command {
  const program = new Command('mghooks')
    .description('Keeps Mailgun webhooks equal to YAML files.')
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.stdout.write(text),
      writeErr: (text) => context.terminal.stderr.write(text),
      // Shown with all other errors, in the format that was asked for.
      outputError: () => undefined,
    })
    .addHelpText('after', `${EXIT_CODES}${EXAMPLES.program}`);
  const builder: Builder = { program, context, finish };
  addPlanning(builder);
  addHistory(builder);
  addImport(builder);
  addOffline(builder);
  addEmulator(builder);
  return program;
}

interface Modes {
  readonly dryRun?: boolean;
  readonly once?: boolean;
}

function addPlanning(builder: Builder): void {
  const { context } = builder;
  addCommand<PlanOptions>(
    builder,
    {
      name: 'plan',
      description: 'show what an apply would do',
      flags: [...PLAN_FLAGS, 'planOut', 'expiresMs', 'dryRun'],
    },
    (options) => planCommand(context, options),
  );
  addCommand<ApplyOptions & Modes>(
    builder,
    {
      name: 'apply',
      usage: 'apply [planfile]',
      description: 'show the plan, ask, and carry it out; or carry out a saved plan',
      flags: APPLY_FLAGS,
    },
    (options, planFile) => {
      const dry = options.dryRun === true;
      if (planFile === undefined) return (dry ? planCommand : applyCommand)(context, options);
      return (dry ? checkSavedCommand : applySavedCommand)(context, options, planFile);
    },
  );
  addCommand<ApplyOptions & RunOptions & Modes>(
    builder,
    {
      name: 'run',
      description: 'keep everything in sync until told to stop; or make one pass with --once',
      flags: [...APPLY_FLAGS, 'once', ...DAEMON],
      isDefault: true,
    },
    (options, _argument, command) => {
      refuseMisplacedFlags(command, options);
      if (options.dryRun === true) return planCommand(context, options);
      return options.once === true
        ? applyCommand(withoutPerson(context), options)
        : runCommand(context, options);
    },
  );
}

/** A run is for pipelines: it asks nobody, even where somebody could be asked. */
function withoutPerson(context: Context): Context {
  return { ...context, terminal: { ...context.terminal, ask: undefined } };
}

function addHistory(builder: Builder): void {
  const { context } = builder;
  addCommand<HistoryOptions>(
    builder,
    {
      name: 'history',
      usage: 'history [plan-id]',
      description: 'show what was written, by whom and when; needs no configuration, no key and no network',
      flags: ['stateDir', 'account', 'domain', 'sinceMs', 'limit', 'output', 'color'],
    },
    (options, planId) => historyCommand(context, options, planId),
  );
  addCommand<RollbackOptions>(
    builder,
    {
      name: 'rollback',
      usage: 'rollback <plan-id>',
      description: 'bring back what a plan changed, where nothing else changed it since',
      flags: APPLY_FLAGS,
    },
    (options, planId = '') => rollbackCommand(context, options, planId),
  );
}

function addImport(builder: Builder): void {
  addCommand<ImportOptions>(
    builder,
    {
      name: 'import',
      description:
        'write the configuration of an account that has none yet, and prove that its plan is empty',
      flags: IMPORT_FLAGS,
    },
    (options) => importCommand(builder.context, options),
  );
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
    (options, domain = '') => explainCommand(context, options, domain),
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
