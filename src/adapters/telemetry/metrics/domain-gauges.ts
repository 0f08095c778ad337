import {
  type AccountStatus,
  DOMAIN_CONDITIONS,
  type DomainCondition,
  type DomainStatus,
  type Status,
} from '../../../ports/status.ts';
import { isOutOfSync } from './account-gauges.ts';
import { processGauge, type Sample, type StatusGauge } from './status-gauge.ts';

/** Domains that are named in labels at once. The rest is counted, and the status page names them all. */
const NAMED_DOMAINS_MAX = 200;

/** Which domains are named first if there are too many: those that need a person before those that need time. */
const NAMED_FIRST: readonly DomainCondition[] = [
  'failed',
  'conflict',
  'blocked',
  'held',
  'unread',
  'drifted',
  'observed',
];

/** How many domains have which state, and which of them are out of sync. */
export const DOMAIN_GAUGES: readonly StatusGauge[] = [
  {
    name: 'mghooks_domains',
    help: 'Domains by state; a state that no domain has is 0.',
    labelNames: ['account', 'state'],
    read: ({ accounts }) => accounts.flatMap(countStates),
  },
  {
    name: 'mghooks_domain_condition_since_timestamp_seconds',
    help: `Since when a domain is out of sync in this way; ${NAMED_DOMAINS_MAX} domains at most, the most serious first.`,
    labelNames: ['account', 'domain', 'state'],
    read: (status) => outOfSync(status).slice(0, NAMED_DOMAINS_MAX).map(sampleOf),
  },
  processGauge(
    {
      name: 'mghooks_domain_conditions_omitted',
      help: 'Domains out of sync that mghooks_domain_condition_since_timestamp_seconds does not name.',
    },
    ({ accounts }) => {
      const found = accounts.reduce((sum, { domains }) => sum + domains.filter(isOutOfSync).length, 0);
      return Math.max(0, found - NAMED_DOMAINS_MAX);
    },
  ),
];

function countStates({ account, domains }: AccountStatus): readonly Sample[] {
  const counts = new Map<DomainCondition, number>(DOMAIN_CONDITIONS.map((state) => [state, 0]));
  for (const { condition } of domains) counts.set(condition, (counts.get(condition) ?? 0) + 1);
  return [...counts].map(([state, value]) => ({ labels: { account, state }, value }));
}

interface NamedDomain {
  readonly account: string;
  readonly status: DomainStatus;
}

function outOfSync({ accounts }: Status): readonly NamedDomain[] {
  const rank = ({ status }: NamedDomain): number => NAMED_FIRST.indexOf(status.condition);
  return accounts
    .flatMap(({ account, domains }) => domains.filter(isOutOfSync).map((status) => ({ account, status })))
    .sort((one, other) => rank(one) - rank(other));
}

function sampleOf({ account, status }: NamedDomain): Sample {
  const { domain, condition, sinceMs } = status;
  return { labels: { account, domain, state: condition }, value: sinceMs / 1000 };
}
