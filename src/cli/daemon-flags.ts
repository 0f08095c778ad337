import type { Flag } from './flag.ts';

/** The flags that only the daemon has. */
export const DAEMON_FLAGS = {
  intervalMs: {
    flags: '--interval <duration>',
    variable: 'MGHOOKS_INTERVAL',
    description: 'rest between two passes over all domains, give or take a tenth',
    kind: 'duration',
    fallback: '5m',
  },
  listen: {
    flags: '--listen <host:port>',
    variable: 'MGHOOKS_LISTEN',
    description: 'where health, metrics and the status page are served; port 0 takes a free one',
    kind: 'text',
    fallback: '127.0.0.1:8080',
  },
  tokenFile: {
    flags: '--token-file <path>',
    variable: 'MGHOOKS_TOKEN_FILE',
    description: 'file with the token that POST /sync and POST /approve ask for (without one they are off)',
    kind: 'text',
  },
  approvals: {
    flags: '--approvals <path>',
    variable: 'MGHOOKS_APPROVALS',
    description: "file with approved plans, a line each: 'PLAN-ID DELETIONS'",
    kind: 'text',
  },
  firstStart: {
    flags: '--first-start <state>',
    variable: 'MGHOOKS_FIRST_START',
    description:
      'what an empty state folder means: the account is rested, or its budget is spent, so that the first minute is waited for (default: rested; with --lease spent)',
    kind: 'text',
    choices: ['rested', 'spent'],
  },
  lease: {
    flags: '--lease <name>',
    variable: 'MGHOOKS_LEASE',
    description: 'write only while holding the Kubernetes Lease of this name (in the namespace of the pod)',
    kind: 'text',
  },
  leaseServer: {
    flags: '--lease-server <url>',
    variable: 'MGHOOKS_LEASE_SERVER',
    description:
      'with --lease, outside of a pod: API server that asks for no token, such as http://127.0.0.1:8001 of kubectl proxy',
    kind: 'text',
  },
  leaseNamespace: {
    flags: '--lease-namespace <name>',
    variable: 'MGHOOKS_LEASE_NAMESPACE',
    description: 'with --lease-server: the namespace of the Lease (default: default)',
    kind: 'text',
  },
  leaseIdentity: {
    flags: '--lease-identity <name>',
    variable: 'MGHOOKS_LEASE_IDENTITY',
    description: 'who holds the Lease, such as the name of the pod (default: the name of the host)',
    kind: 'text',
  },
} as const satisfies Readonly<Record<string, Flag>>;
