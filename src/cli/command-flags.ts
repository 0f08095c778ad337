import type { FlagName } from './options.ts';

const ACCOUNT_FLAGS = ['config', 'account', 'domain', 'allowHost', 'output', 'logLevel', 'color'] as const;
const BUDGET_FLAGS = ['stateDir', 'lockTimeoutMs', 'budgetShare', 'redisUrl', 'redisFallback'] as const;
export const PLAN_FLAGS = [...ACCOUNT_FLAGS, ...BUDGET_FLAGS, 'detailedExitcode', 'maxRequests'] as const;
export const APPLY_FLAGS = [...PLAN_FLAGS, 'yes', 'approve', 'allowDeletes', 'dryRun'] as const;

export const IMPORT_FLAGS = [
  'config',
  'account',
  'domain',
  'out',
  'policy',
  'region',
  'baseUrl',
  'apiKeyEnv',
  'varsOut',
  'plainUrls',
  'partial',
  'force',
  'allowHost',
  'logLevel',
  'color',
  ...BUDGET_FLAGS,
] as const;

const LEASE = ['lease', 'leaseServer', 'leaseNamespace', 'leaseIdentity'] as const;
/** The flags of `run` that mean something to the daemon alone. */
export const DAEMON = [
  'intervalMs',
  'listen',
  'tokenFile',
  'approvals',
  'firstStart',
  ...LEASE,
] as const satisfies readonly FlagName[];
