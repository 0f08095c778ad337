import { type Command, Option } from 'commander';
import { LOG_LEVELS } from '../adapters/telemetry/logger.ts';
import { type Environment, parseBoolean } from './environment.ts';
import { UsageError } from './exit-code.ts';
import { OUTPUT_FORMATS } from './render/plan.ts';

/** A flag, the variable that can be set instead, and how its text becomes a value. */
interface Flag {
  readonly flags: string;
  readonly variable: string;
  readonly description: string;
  readonly kind: 'boolean' | 'text' | 'list' | 'number' | 'share' | 'duration';
  readonly choices?: readonly string[];
  readonly fallback?: string;
}

const FLAGS = {
  config: {
    flags: '-c, --config <path>',
    variable: 'MGHOOKS_CONFIG',
    description: 'file, folder or glob of the configuration (repeatable; default: config/)',
    kind: 'list',
  },
  account: {
    flags: '--account <name>',
    variable: 'MGHOOKS_ACCOUNT',
    description: 'only this account (repeatable)',
    kind: 'list',
  },
  domain: {
    flags: '--domain <glob>',
    variable: 'MGHOOKS_DOMAIN',
    description: "only domains that match, such as '*.example.com' (repeatable)",
    kind: 'list',
  },
  output: {
    flags: '-o, --output <format>',
    variable: 'MGHOOKS_OUTPUT',
    description: 'format of the result',
    kind: 'text',
    choices: OUTPUT_FORMATS,
    fallback: 'text',
  },
  detailedExitcode: {
    flags: '--detailed-exitcode',
    variable: 'MGHOOKS_DETAILED_EXITCODE',
    description: 'exit 2 when changes are pending',
    kind: 'boolean',
  },
  yes: {
    flags: '-y, --yes',
    variable: 'MGHOOKS_YES',
    description: 'do not ask; needed for deletions when nobody can be asked',
    kind: 'boolean',
  },
  approve: {
    flags: '--approve <plan-id>',
    variable: 'MGHOOKS_APPROVE',
    description: 'go ahead with exactly this plan although a guard refuses it',
    kind: 'text',
  },
  dryRun: {
    flags: '--dry-run',
    variable: 'MGHOOKS_DRY_RUN',
    description: 'only plan, write nothing',
    kind: 'boolean',
  },
  once: {
    flags: '--once',
    variable: 'MGHOOKS_ONCE',
    description: 'make one pass and exit',
    kind: 'boolean',
  },
  allowHost: {
    flags: '--allow-host <host>',
    variable: 'MGHOOKS_ALLOW_HOST',
    description: 'a baseUrl may send the API key to this host (repeatable; Mailgun and loopback always may)',
    kind: 'list',
  },
  logLevel: {
    flags: '--log-level <level>',
    variable: 'MGHOOKS_LOG_LEVEL',
    description: 'least important log line to print on stderr',
    kind: 'text',
    choices: LOG_LEVELS,
    fallback: 'warn',
  },
  color: {
    flags: '--color <when>',
    variable: 'MGHOOKS_COLOR',
    description: 'colour the output',
    kind: 'text',
    choices: ['auto', 'always', 'never'],
    fallback: 'auto',
  },
  stateDir: {
    flags: '--state-dir <path>',
    variable: 'MGHOOKS_STATE_DIR',
    description: "folder that remembers what was sent (default: the user's state folder)",
    kind: 'text',
  },
  lockTimeoutMs: {
    flags: '--lock-timeout <duration>',
    variable: 'MGHOOKS_LOCK_TIMEOUT',
    description: 'how long to wait for another process on the same account, such as 30s or 5m',
    kind: 'duration',
    fallback: '60s',
  },
  budgetShare: {
    flags: '--budget-share <part>',
    variable: 'MGHOOKS_BUDGET_SHARE',
    description: 'use only this part of requestsPerMinute, such as 0.2',
    kind: 'share',
  },
  redisUrl: {
    flags: '--redis-url <url>',
    variable: 'MGHOOKS_REDIS_URL',
    description: 'share the budget with other processes through this Redis',
    kind: 'text',
  },
  redisFallback: {
    flags: '--redis-fallback <way>',
    variable: 'MGHOOKS_REDIS_FALLBACK',
    description: 'while Redis is away: wait, or go on with --budget-share',
    kind: 'text',
    choices: ['wait', 'share'],
    fallback: 'wait',
  },
  port: {
    flags: '-p, --port <number>',
    variable: 'MGHOOKS_EMULATOR_PORT',
    description: 'port to listen on; 0 takes a free one',
    kind: 'number',
    fallback: '8025',
  },
  host: {
    flags: '--host <address>',
    variable: 'MGHOOKS_EMULATOR_HOST',
    description: 'address to listen on',
    kind: 'text',
    fallback: '127.0.0.1',
  },
  seed: {
    flags: '--seed <file>',
    variable: 'MGHOOKS_EMULATOR_SEED',
    description: 'YAML or JSON file with the domains and webhooks to start with',
    kind: 'text',
  },
  apiKey: {
    flags: '--api-key <key>',
    variable: 'MGHOOKS_EMULATOR_API_KEY',
    description: 'the only key the emulator takes (default: any)',
    kind: 'text',
  },
  faults: {
    flags: '--faults <file>',
    variable: 'MGHOOKS_EMULATOR_FAULTS',
    description: 'YAML or JSON file with a list of fault rules',
    kind: 'text',
  },
  rateLimit: {
    flags: '--rate-limit <requests>',
    variable: 'MGHOOKS_EMULATOR_RATE_LIMIT',
    description: 'requests a window before the emulator answers 429; 0 switches it off',
    kind: 'number',
    fallback: '300',
  },
  rateWindowMs: {
    flags: '--rate-window-ms <milliseconds>',
    variable: 'MGHOOKS_EMULATOR_RATE_WINDOW_MS',
    description: 'length of the window',
    kind: 'number',
    fallback: '60000',
  },
  rateMode: {
    flags: '--rate-mode <mode>',
    variable: 'MGHOOKS_EMULATOR_RATE_MODE',
    description: 'how the emulator counts',
    kind: 'text',
    choices: ['fixed', 'rolling'],
    fallback: 'fixed',
  },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof FLAGS;

export const KNOWN_VARIABLES: readonly string[] = Object.values(FLAGS).map((flag) => flag.variable);

const BY_NAME: ReadonlyMap<string, Flag> = new Map(Object.entries(FLAGS));

/** Adds flags to a command; each names its environment variable in the help. */
export function addFlags(command: Command, names: readonly FlagName[]): Command {
  for (const name of names) command.addOption(toOption(name));
  return command;
}

function toOption(name: FlagName): Option {
  const flag: Flag = FLAGS[name];
  const option = new Option(flag.flags, `${flag.description} [${flag.variable}]`);
  option.attributeName = () => name;
  if (flag.choices !== undefined) option.choices([...flag.choices]);
  if (flag.kind === 'list') {
    option.argParser((value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value]);
  }
  const parse = PARSERS[flag.kind];
  if (parse !== undefined) option.argParser((value: string) => parse(flag.flags, value));
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

function parseVariable(flag: Flag, text: string): unknown {
  switch (flag.kind) {
    case 'boolean':
      return parseBoolean(flag.variable, text);
    case 'number':
    case 'share':
    case 'duration':
      return PARSERS[flag.kind]?.(flag.variable, text);
    case 'list':
      return parseList(flag.variable, text);
    case 'text':
      if (flag.choices !== undefined && !flag.choices.includes(text)) {
        throw new UsageError(
          `Cannot use '${flag.variable}': current value is '${text}', expected one of ${flag.choices.join(', ')}`,
        );
      }
      return text;
  }
}

/** `MGHOOKS_DOMAIN=$A,$B` with both unset must not select everything. */
function parseList(name: string, text: string): readonly string[] {
  const parts = text.split(/[,\n]/).map((part) => part.trim());
  if (!parts.includes('')) return parts;
  throw new UsageError(`Cannot use '${name}': current value is '${text}', which has an empty part`);
}

/** How the text of a flag becomes its value; `name` is for the message. */
const PARSERS: Readonly<Partial<Record<Flag['kind'], (name: string, text: string) => number>>> = {
  number: parseCount,
  share: parseShare,
  duration: parseDurationMs,
};

function parseCount(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`Cannot use '${name}': current value is '${text}', expected a whole number`);
}

function parseShare(name: string, text: string): number {
  const share = /^(0?\.\d+|1(\.0+)?)$/.test(text) ? Number(text) : 0;
  if (share > 0) return share;
  throw new UsageError(
    `Cannot use '${name}': current value is '${text}', expected a part such as 0.2, at most 1`,
  );
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function parseDurationMs(name: string, text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})(ms|s|m|h)$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs !== undefined) return Number(count) * unitMs;
  throw new UsageError(
    `Cannot use '${name}': current value is '${text}', expected a duration such as 30s or 5m`,
  );
}
