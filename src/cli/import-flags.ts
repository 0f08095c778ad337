import { POLICIES } from '../model/policy.ts';
import type { Flag } from './flag.ts';

/** The flags that only `mghooks import` has. */
export const IMPORT_FLAGS = {
  out: {
    flags: '--out <file>',
    variable: 'MGHOOKS_IMPORT_OUT',
    description: 'file to write the configuration to (default: standard output)',
    kind: 'text',
  },
  policy: {
    flags: '--policy <policy>',
    variable: 'MGHOOKS_IMPORT_POLICY',
    description: 'policy of the imported domains',
    kind: 'text',
    choices: POLICIES,
    fallback: 'listed',
  },
  region: {
    flags: '--region <region>',
    variable: 'MGHOOKS_IMPORT_REGION',
    description: 'without a configuration: where the account is (default: us)',
    kind: 'text',
    choices: ['us', 'eu'],
  },
  baseUrl: {
    flags: '--base-url <url>',
    variable: 'MGHOOKS_IMPORT_BASE_URL',
    description: 'without a configuration: where requests go, such as http://127.0.0.1:8025',
    kind: 'text',
  },
  apiKeyEnv: {
    flags: '--api-key-env <name>',
    variable: 'MGHOOKS_IMPORT_API_KEY_ENV',
    description: 'without a configuration: variable that holds the API key (default: MAILGUN_API_KEY)',
    kind: 'text',
  },
  varsOut: {
    flags: '--vars-out <file>',
    variable: 'MGHOOKS_IMPORT_VARS_OUT',
    description: 'file for credentials inside URLs; the configuration gets variables in their place',
    kind: 'text',
  },
  plainUrls: {
    flags: '--plain-urls',
    variable: 'MGHOOKS_IMPORT_PLAIN_URLS',
    description: 'write credentials inside URLs into the configuration, readable for all',
    kind: 'boolean',
  },
  partial: {
    flags: '--partial',
    variable: 'MGHOOKS_IMPORT_PARTIAL',
    description: 'write what could be read although some domains could not; still exits 1',
    kind: 'boolean',
  },
  force: {
    flags: '--force',
    variable: 'MGHOOKS_IMPORT_FORCE',
    description: 'replace files that are there already',
    kind: 'boolean',
  },
} as const satisfies Readonly<Record<string, Flag>>;
