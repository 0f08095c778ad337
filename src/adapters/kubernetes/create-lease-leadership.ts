import type { Clock } from '../../ports/clock.ts';
import type { ApiServer } from './api-server.ts';
import { createLeaseClient } from './lease-client.ts';
import { LeaseLeadership, type LeaseNotice } from './lease-leadership.ts';
import { LEASE_TIMING, type LeaseTiming } from './lease-timing.ts';
import { createWire } from './wire.ts';

export interface ElectionOptions {
  readonly server: ApiServer;
  /** `mghooks`: the one name that RBAC has to allow. */
  readonly leaseName: string;
  /** See `createIdentity`. */
  readonly identity: string;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly notify: (notice: LeaseNotice) => void;
  /** `LEASE_TIMING` by default. */
  readonly timing?: LeaseTiming | undefined;
}

/** Leadership by a Lease in the cluster of that API server. Nothing is sent until `campaign` is called. */
export function createLeaseLeadership(options: ElectionOptions): LeaseLeadership {
  const { server, leaseName, identity, userAgent, clock, random, notify, timing = LEASE_TIMING } = options;
  const client = createLeaseClient({
    place: { namespace: server.namespace, name: leaseName },
    wire: createWire(server, userAgent),
    clock,
    requestLimitMs: timing.requestLimitMs,
  });
  return new LeaseLeadership({ client, identity, clock, random, notify, timing });
}
