import { createSystemClock } from '../../src/adapters/clock/system-clock.ts';
import { Scrubber } from '../../src/adapters/telemetry/scrubber.ts';
import type { Context } from '../../src/cli/context.ts';
import { readEnvironment } from '../../src/cli/environment.ts';
import { runProgram } from '../../src/cli/run-program.ts';
import { createOutput } from '../../src/cli/terminal.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { CANARY_KEY } from './canary.ts';
import { workspace } from './workspace.ts';

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, for a search over everything that was printed. */
  readonly output: string;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** What a person at a terminal answers; absent, nobody can be asked. */
  readonly answer?: string;
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
  /** The real one unless given. */
  readonly clock?: Clock;
}

/** Runs one command line in this process, as `main.ts` does, and catches what it prints. */
export async function runCommandLine(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { context, printed } = catchingContext(options);
  const code = await runProgram(argv, context);
  return { code, ...printed, output: `${printed.stdout}${printed.stderr}` };
}

/** What a command may touch of this process, and what it has printed so far. */
export function catchingContext(options: RunOptions) {
  const printed = { stdout: '', stderr: '' };
  const scrubber = new Scrubber();
  const capture = (stream: keyof typeof printed) =>
    createOutput(
      {
        isTTY: options.isTerminal === true,
        write: (text) => {
          printed[stream] += text;
        },
      },
      scrubber,
    );
  const { answer } = options;
  const context: Context = {
    terminal: {
      stdout: capture('stdout'),
      stderr: capture('stderr'),
      ask: answer === undefined ? undefined : () => Promise.resolve(answer),
    },
    environment: readEnvironment({
      MAILGUN_API_KEY: CANARY_KEY,
      MGHOOKS_STATE_DIR: workspace(),
      ...options.environment,
    }),
    command: 'mghooks test',
    workingDirectory: options.workingDirectory ?? process.cwd(),
    clock: options.clock ?? createSystemClock(),
    scrubber,
    nodeVersion: process.version,
    onHangup: () => () => undefined,
    signal: options.signal ?? new AbortController().signal,
  };
  return { context, printed };
}
