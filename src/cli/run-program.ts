import { CommanderError } from 'commander';
import { LockTimeoutError } from '../adapters/budget/journal/account-lock.ts';
import { SharedWindowError } from '../adapters/budget/redis/shared-window-error.ts';
import { ConfigurationError } from '../ports/configuration-source.ts';
import type { Context } from './context.ts';
import { checkEnvironment } from './environment.ts';
import { EXIT, type ExitCode, SavingError, StoppedError, UsageError } from './exit-code.ts';
import { KNOWN_VARIABLES } from './options.ts';
import { createProgram } from './program.ts';
import { type Failure, renderFailure } from './render/failure.ts';

/** Runs one command line and gives its exit code. Throws only what is a bug. */
export async function runProgram(argv: readonly string[], context: Context): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  try {
    checkEnvironment(context.environment, KNOWN_VARIABLES);
    checkTls(context);
    const program = createProgram(context, (ended) => {
      code = ended;
    });
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, argv, context);
  }
}

/** Shows why a command did not do its work; rethrows what is a bug. */
function failed(error: unknown, argv: readonly string[], context: Context): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
  if (context.signal.aborted && error === context.signal.reason) return EXIT.failed;
  const failure = failureOf(error);
  if (failure === undefined) throw error;
  renderFailure(failure, argv, context);
  return isUsage(error) ? EXIT.usage : EXIT.failed;
}

/** What is shown of an error that is no bug. */
function failureOf(error: unknown): Failure | undefined {
  if (error instanceof ConfigurationError) return error;
  // The help is on stderr already.
  if (error instanceof CommanderError && error.code === 'commander.help') return { message: NO_COMMAND };
  if (error instanceof CommanderError) return { message: error.message.replace(/^error: /, '') };
  return isUsage(error) || isFailure(error) ? error : undefined;
}

const NO_COMMAND = 'no command was given';

/** A person has to write something else. */
function isUsage(error: unknown): error is Error {
  const final = error instanceof SharedWindowError && error.outlook === 'final';
  return (
    final ||
    error instanceof CommanderError ||
    error instanceof ConfigurationError ||
    error instanceof UsageError
  );
}

/** What keeps a command from its work although nobody made a mistake. */
function isFailure(error: unknown): error is Error {
  return (
    error instanceof StoppedError ||
    error instanceof SavingError ||
    error instanceof LockTimeoutError ||
    error instanceof SharedWindowError
  );
}

/** Without checking certificates, the API key would go to whoever answers. */
function checkTls({ environment }: Context): void {
  if (environment.get('NODE_TLS_REJECT_UNAUTHORIZED') !== '0') return;
  throw new UsageError(
    'NODE_TLS_REJECT_UNAUTHORIZED=0 switches the checking of certificates off: remove it, or use NODE_EXTRA_CA_CERTS',
  );
}
