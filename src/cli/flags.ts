import { LOG_LEVELS } from '../adapters/telemetry/logger.ts';
import type { Flag } from './flag.ts';
import { OUTPUT_FORMATS } from './render/plan.ts';

/** The flags of the commands that work on accounts. */
export const FLAGS = {
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
    kind: 'plan-id',
    once: true,
  },
  allowDeletes: {
    flags: '--allow-deletes <number>',
    variable: 'MGHOOKS_ALLOW_DELETES',
    description: 'with --approve: how many deliveries that plan may remove',
    kind: 'number',
    once: true,
  },
  planOut: {
    flags: '--out <file>',
    variable: 'MGHOOKS_PLAN_OUT',
    description: 'save the plan, to be carried out by: mghooks apply <file>',
    kind: 'text',
    once: true,
  },
  expiresMs: {
    flags: '--expires <duration>',
    variable: 'MGHOOKS_EXPIRES',
    description: 'with --out: how long it may be carried out (default: 24h)',
    kind: 'duration',
    once: true,
  },
  maxRequests: {
    flags: '--max-requests <number>',
    variable: 'MGHOOKS_MAX_REQUESTS',
    description: 'refuse a plan that takes more requests than this',
    kind: 'number',
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
    description: 'least important log line to print on stderr (default: warn, of the daemon info)',
    kind: 'text',
    choices: LOG_LEVELS,
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
    description: 'share the budget with other processes through this Redis; an empty variable means none',
    kind: 'text',
    // It comes from a key of a Secret that need not be there; to empty that key is how a person takes it away.
    emptyIsNone: true,
  },
  redisFallback: {
    flags: '--redis-fallback <way>',
    variable: 'MGHOOKS_REDIS_FALLBACK',
    description: 'while Redis is away: wait, or go on with --budget-share',
    kind: 'text',
    choices: ['wait', 'share'],
    fallback: 'wait',
  },
} as const satisfies Readonly<Record<string, Flag>>;
