import { hostname } from 'node:os';
import { createRandom } from '../../adapters/clock/random.ts';
import {
  type ApiServer,
  inClusterApiServer,
  parseApiServerUrl,
} from '../../adapters/kubernetes/api-server.ts';
import { createLeaseLeadership } from '../../adapters/kubernetes/create-lease-leadership.ts';
import { createIdentity } from '../../adapters/kubernetes/identity.ts';
import type { LeaseNotice } from '../../adapters/kubernetes/lease-leadership.ts';
import { SOLE_LEADERSHIP } from '../../app/sole-leadership.ts';
import type { Parsed } from '../../model/parsed.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Leadership } from '../../ports/leadership.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';
import { userAgent } from '../version.ts';

export interface LeaseOptions {
  readonly lease?: string;
  readonly leaseServer?: string;
  readonly leaseNamespace?: string;
  readonly leaseIdentity?: string;
}

/** Who may write, and the campaign for it, which goes on until the signal is aborted. */
export interface Election {
  readonly leadership: Leadership;
  campaign(signal: AbortSignal): Promise<void>;
}

const NO_ELECTION: Election = { leadership: SOLE_LEADERSHIP, campaign: () => Promise.resolve() };

/** Without `--lease` this process is the only one, and leads. */
export async function openElection(
  context: Context,
  options: LeaseOptions,
  journal: Journal,
): Promise<Election> {
  checkOptions(options);
  const { lease, leaseIdentity } = options;
  if (lease === undefined) return NO_ELECTION;
  const server = await apiServerOf(context, options);
  if ('problem' in server) throw new UsageError(server.problem);
  const { clock } = context;
  const random = createRandom();
  const leadership = createLeaseLeadership({
    server: server.value,
    leaseName: lease,
    identity: createIdentity(leaseIdentity ?? hostname(), random),
    userAgent,
    clock,
    random,
    notify: (notice) => journal.record({ kind: 'notice', ...noticeOf(notice, lease) }),
  });
  return { leadership, campaign: (signal) => leadership.campaign(signal) };
}

const OBJECT_NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** A flag that means nothing without another one would be ignored, which none may be. */
function checkOptions({ lease, leaseServer, leaseNamespace, leaseIdentity }: LeaseOptions): void {
  const needs = (flag: string, other: string) =>
    new UsageError(`'${flag}' says nothing without ${other}: add that, or leave it out`);
  if (lease === undefined && leaseServer !== undefined) throw needs('--lease-server', '--lease');
  if (lease === undefined && leaseIdentity !== undefined) throw needs('--lease-identity', '--lease');
  if (leaseServer === undefined && leaseNamespace !== undefined)
    throw needs('--lease-namespace', '--lease-server');
  for (const [flag, name] of [
    ['--lease', lease],
    ['--lease-namespace', leaseNamespace],
  ]) {
    if (name === undefined || OBJECT_NAME.test(name)) continue;
    throw new UsageError(
      `Cannot use '${flag}': '${name}' is no name of a Kubernetes object, such as mghooks`,
    );
  }
}

/** The one that is named, which gets no token, or the one of the cluster that this pod runs in. */
async function apiServerOf(
  { environment }: Context,
  { leaseServer, leaseNamespace = 'default' }: LeaseOptions,
): Promise<Parsed<ApiServer>> {
  if (leaseServer !== undefined) {
    const origin = parseApiServerUrl(leaseServer);
    // The value is not shown: it may hold a password.
    if ('problem' in origin) return { problem: `Cannot use '--lease-server': ${origin.problem}` };
    return { value: { origin: origin.value, namespace: leaseNamespace } };
  }
  const server = await inClusterApiServer({
    host: environment.get('KUBERNETES_SERVICE_HOST'),
    port: environment.get('KUBERNETES_SERVICE_PORT'),
  });
  if ('value' in server) return server;
  return { problem: `Cannot use '--lease': ${server.problem}; elsewhere name one with --lease-server` };
}

function noticeOf(notice: LeaseNotice, lease: string) {
  return notice.kind === 'lease-problem'
    ? ({ level: 'warn', event: notice.kind, message: `the Lease '${lease}': ${notice.problem}` } as const)
    : ({ level: 'info', event: notice.kind, message: `the Lease '${lease}' is kept again` } as const);
}
