import { CommanderError } from 'commander';
import { LockTimeoutError } from '../adapters/budget/journal/account-lock.ts';
import { SharedWindowError } from '../adapters/budget/redis/shared-window-error.ts';
import { ConfigurationError } from '../ports/configuration-source.ts';
import type { Context } from './context.ts';
import { checkEnvironment } from './environment.ts';
import { EXIT, type ExitCode, StoppedError, UsageError } from './exit-code.ts';
import { KNOWN_VARIABLES } from './options.ts';
import { createProgram } from './program.ts';
import { renderFailure } from './render/failure.ts';

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
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (context.signal.aborted && error === context.signal.reason) return EXIT.failed;
  if (isFailure(error)) {
    context.terminal.stderr.write(`error: ${error.message}\n`);
    return error instanceof SharedWindowError && error.outlook === 'final' ? EXIT.usage : EXIT.failed;
  }
  if (!(error instanceof ConfigurationError || error instanceof UsageError)) throw error;
  renderFailure(error, argv, context);
  return EXIT.usage;
}

/** What keeps a command from its work although nobody made a mistake. */
function isFailure(error: unknown): error is Error {
  return (
    error instanceof StoppedError || error instanceof LockTimeoutError || error instanceof SharedWindowError
  );
}

/** Without checking certificates, the API key would go to whoever answers. */
function checkTls({ environment }: Context): void {
  if (environment.get('NODE_TLS_REJECT_UNAUTHORIZED') !== '0') return;
  throw new UsageError(
    'NODE_TLS_REJECT_UNAUTHORIZED=0 switches the checking of certificates off: remove it, or use NODE_EXTRA_CA_CERTS',
  );
}
