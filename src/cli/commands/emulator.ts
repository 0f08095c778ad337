import { readYamlFile } from '../../adapters/config/yaml-file.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { FaultRule } from '../../emulator/faults/fault-rule.ts';
import { parseFaultRules } from '../../emulator/faults/parse-fault-rule.ts';
import { parseSeed, type Seed } from '../../emulator/seed.ts';
import type { Parsed } from '../../model/parsed.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { plural } from '../render/plan-facts.ts';

export interface EmulatorCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly seed?: string;
  readonly apiKey?: string;
  readonly faults?: string;
  /** 0 switches the limit off. */
  readonly rateLimit: number;
  readonly rateWindowMs: number;
  readonly rateMode: 'fixed' | 'rolling';
}

/** Runs the emulator until the process is told to stop. */
export async function emulatorCommand(context: Context, options: EmulatorCommandOptions): Promise<ExitCode> {
  const seed = await readSeed(context, options.seed);
  const faults = await readFaults(context, options.faults);
  const emulator = await start(context, options, { seed, faults });
  context.terminal.stdout.write(greeting(emulator, options, seed));
  await new Promise((stop) => context.signal.addEventListener('abort', stop, { once: true }));
  await emulator.close();
  return EXIT.done;
}

async function start(
  { clock }: Context,
  options: EmulatorCommandOptions,
  world: { readonly seed: Seed; readonly faults: readonly FaultRule[] },
): Promise<Emulator> {
  const { host, port, apiKey, rateLimit: limit, rateWindowMs: windowMs, rateMode: window } = options;
  if (windowMs < 1)
    throw new UsageError("Cannot use '--rate-window-ms': current value is 0, expected at least 1");
  if (port > 65_535)
    throw new UsageError(`Cannot use '--port': current value is ${port}, expected 0 to 65535`);
  const rate = limit === 0 ? 'none' : { limit, windowMs, window };
  try {
    return await startEmulator({
      ...world,
      host,
      port,
      rate,
      clock,
      ...(apiKey === undefined ? {} : { apiKey }),
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(
      `Cannot listen on ${host}:${port} (${code}): choose another with --port, or 0 for a free one`,
    );
  }
}

async function readSeed(context: Context, path: string | undefined): Promise<Seed> {
  if (path === undefined) return { domains: {} };
  return orUsageError('seed', path, parseSeed(await readYamlFile(path, context.workingDirectory)));
}

async function readFaults(context: Context, path: string | undefined): Promise<readonly FaultRule[]> {
  if (path === undefined) return [];
  const text = JSON.stringify(await readYamlFile(path, context.workingDirectory));
  return orUsageError('fault rules', path, parseFaultRules(text));
}

function orUsageError<T>(what: string, path: string, parsed: Parsed<T>): T {
  if ('value' in parsed) return parsed.value;
  throw new UsageError(`Cannot use the ${what} in ${path}:\n${parsed.problem.replace(/^/gm, '  ')}`);
}

function greeting({ origin }: Emulator, options: EmulatorCommandOptions, seed: Seed): string {
  const { rateLimit, rateWindowMs, rateMode, apiKey } = options;
  const limit =
    rateLimit === 0 ? 'none' : `${rateLimit} requests in ${rateWindowMs / 1000} s (${rateMode} window)`;
  return [
    `Mailgun emulator listening on ${origin}`,
    `  domains: ${plural(Object.keys(seed.domains).length, 'domain')} seeded`,
    `  API key: ${apiKey === undefined ? 'any' : 'the one that was given'}`,
    `  limit:   ${limit}`,
    `  control: ${origin}/_emulator/ (requests, state, faults)`,
    'Press Ctrl-C to stop.',
    '',
  ].join('\n');
}
