#!/usr/bin/env node
import './heap.ts';
import { createInterface } from 'node:readline/promises';
import { createSystemClock } from '../adapters/clock/system-clock.ts';
import { Scrubber } from '../adapters/telemetry/scrubber.ts';
import { readEnvironment } from './environment.ts';
import { EXIT } from './exit-code.ts';
import { runProgram } from './run-program.ts';
import { createOutput, type Terminal } from './terminal.ts';

const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

const scrubber = new Scrubber();
const stop = new AbortController();
let interrupted: number | undefined;

/** The first signal ends the command in order: no new request, the one under way ends. The second ends it at once. */
for (const [name, code] of Object.entries(SIGNAL_EXIT_CODES)) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(code);
    stop.abort(new Error(`${name} received`));
    interrupted = code;
    if (process.stderr.isTTY)
      process.stderr.write('\nStopping: what is under way ends first. Again to stop at once.\n');
  });
}

/** A reader that goes away, such as `head`, is no error. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // What the command does must not depend on who reads what it says.
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
    if (stream === process.stdout) process.stderr.write(`error: cannot write the result (${error.code})\n`);
    process.exit(1);
  });
}

/** Node would print a crash past the scrubber. */
process.on('uncaughtException', (error) => crash(error));
process.on('unhandledRejection', (reason) => crash(reason));

function crash(reason: unknown): never {
  const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  process.stderr.write(
    scrubber.scrub(`mghooks crashed; this is a bug in mghooks, please report it:\n${text}\n`),
  );
  process.exit(1);
}

async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // At a prompt the terminal hands Ctrl-C to us as a key.
  prompt.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await prompt.question(question, { signal: stop.signal });
  } catch {
    process.stderr.write('\n');
    return '';
  } finally {
    prompt.close();
  }
}

const terminal: Terminal = {
  stdout: createOutput(process.stdout, scrubber),
  stderr: createOutput(process.stderr, scrubber),
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
};

const code = await runProgram(process.argv.slice(2), {
  terminal,
  environment: readEnvironment(process.env),
  workingDirectory: process.cwd(),
  command: `mghooks ${commandWord(process.argv[2])}`,
  clock: createSystemClock(),
  scrubber,
  nodeVersion: process.version,
  onHangup: (listener) => {
    process.on('SIGHUP', listener);
    return () => process.off('SIGHUP', listener);
  },
  signal: stop.signal,
});
/** A command that ended well although it was told to stop, such as the emulator, says so. */
process.exitCode = code === EXIT.done ? code : (interrupted ?? code);
/** Whatever is left behind then, such as a connection that never ends, holds nothing up. */
if (stop.signal.aborted) process.exit();

/** Without a command `mghooks` is `mghooks run`. */
function commandWord(word = '-'): string {
  return word.startsWith('-') ? 'run' : word;
}
