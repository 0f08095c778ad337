import type { AccountName, WriteApi } from '../model/account.ts';
import type { Change } from '../model/change.ts';
import type { DomainPlan, Held, Plan } from './plan.ts';
import { domainCalls } from './plan-domain.ts';

/** Why a change is not made for now; `undefined` if it is. */
export type HoldOf = (change: Change) => Omit<Held, 'change'> | undefined;

/** The same plan without the changes that are held; the calls are those of the changes that are left. */
export function holdChanges(
  plan: Plan,
  holdOf: HoldOf,
  writeApiOf: (account: AccountName) => WriteApi,
): Plan {
  const domains = plan.domains.map((domain) => holdIn(domain, holdOf, writeApiOf(domain.account)));
  return { ...plan, domains };
}

/** `holdChanges` for one domain. A domain where nothing is held is given back as it is. */
function holdIn(domain: DomainPlan, holdOf: HoldOf, writeApi: WriteApi): DomainPlan {
  const held = domain.changes.flatMap((change): readonly Held[] => {
    const hold = holdOf(change);
    return hold === undefined ? [] : [{ change, ...hold }];
  });
  if (held.length === 0) return domain;
  const changes = domain.changes.filter((change) => held.every((each) => each.change !== change));
  return { ...domain, changes, held, calls: domainCalls(changes, domain.actual, writeApi) };
}
