import type { Account, AccountName } from '../model/account.ts';
import type { Doubt } from '../model/desired-state.ts';
import type { GuardEvidence } from '../plan/guard.ts';
import { LATELY_MINUTES, removedLately } from '../plan/guard-history.ts';
import type { Plan } from '../plan/plan.ts';
import type { Composition } from './compose.ts';

/** Deliveries on each account, where more of it was read than a plan holds. */
export type KnownTotals = ReadonlyMap<AccountName, number>;

interface Known {
  readonly plan: Plan;
  readonly totals: KnownTotals | undefined;
  /** Why a part of the configuration may be missing. */
  readonly doubts: readonly Doubt[];
}

/** What the guard of each account is told besides the plan. */
export async function guardEvidence(
  { history, readPorts }: Pick<Composition, 'history' | 'readPorts'>,
  accounts: readonly Account[],
  { plan, totals, doubts }: Known,
): Promise<ReadonlyMap<AccountName, GuardEvidence>> {
  const fromMs = readPorts.clock.wallMs() - LATELY_MINUTES * 60_000;
  const evidence = accounts.map(async (account) => {
    const lately = removedLately(await history.since(account.name, fromMs), account, plan);
    const total = totals?.get(account.name);
    const all = { removedLately: lately, doubts, ...(total === undefined ? {} : { total }) };
    return [account.name, all] as const;
  });
  return new Map(await Promise.all(evidence));
}
