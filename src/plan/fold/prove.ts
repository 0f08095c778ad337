import type { DesiredDomain } from '../../model/desired-state.ts';
import type { DomainName } from '../../model/domain-name.ts';
import type { ReadDomain } from '../../model/domain-state.ts';
import { buildWebhooks } from '../../model/webhooks.ts';
import type { DomainPlan } from '../plan.ts';
import { planChanges } from '../plan-changes.ts';
import type { Kept } from './imported.ts';

/** What a configuration asks for, and what it was made from. */
export interface Claim {
  readonly desired: readonly DesiredDomain[];
  readonly states: readonly ReadDomain[];
  readonly kept: ReadonlyMap<DomainName, Kept>;
}

/**
 * Plans a configuration against the states it was made from, with the planner that every plan is made with: as it is,
 * and with every policy set to `exact`. Event types that were left out are not there for the second plan. Answers what
 * either plan would do; nothing, if the configuration says exactly what was read.
 */
export function findDifferences({ desired, states, kept }: Claim): readonly string[] {
  const exact = desired.map((domain) => ({ ...domain, policy: 'exact' as const }));
  const visible = states.map((state) => withoutLeftOut(state, kept.get(state.domain)));
  return [...differences(desired, states, 'as written'), ...differences(exact, visible, 'under exact')];
}

function withoutLeftOut(state: ReadDomain, kept: Kept | undefined): ReadDomain {
  const closed = (kept?.leftOut ?? []).map(({ eventType }) => eventType);
  const webhooks = buildWebhooks((eventType) =>
    closed.includes(eventType) ? undefined : state.webhooks[eventType],
  );
  return { ...state, webhooks };
}

function differences(
  desired: readonly DesiredDomain[],
  states: readonly ReadDomain[],
  how: string,
): readonly string[] {
  const plan = planChanges({ desired, states, unreadPatterns: [], unmatchedPatterns: [] });
  const unread = plan.unread.map(({ domain }) => `${domain}, ${how}: it was not read`);
  return [...unread, ...plan.domains.flatMap((domain) => differencesOf(domain, how))];
}

function differencesOf({ domain, changes, withheld, conflicts }: DomainPlan, how: string): readonly string[] {
  return [...changes, ...withheld, ...conflicts].map(
    ({ key }) => `${domain}, ${how}: ${key.eventType} differs`,
  );
}
