import type { Account, AccountName } from '../model/account.ts';
import type { Change } from '../model/change.ts';
import type { DomainPlan } from '../plan/plan.ts';
import { AccountHalt } from './account-halt.ts';
import { type ChangeResult, notAttempted } from './change-result.ts';
import { forEachLimited } from './for-each.ts';
import type { WritePorts } from './ports.ts';
import type { Preview } from './preview.ts';
import { type ChangeContext, FRESH_FOR_MS, refresh, settleChange } from './settle-change.ts';

/** Domains of one account that are written at the same time; calls of one domain are sent one after the other. */
const DOMAINS_AT_ONCE = 10;

export interface Application {
  readonly preview: Preview;
  /** Accounts that may be written; the changes of others are left out of the results. */
  readonly accounts: readonly Account[];
  readonly signal: AbortSignal;
}

/** Carries out a plan. Never fails as a whole: every change of the accounts has a result, in the order of the plan. */
export async function applyPlan(
  ports: WritePorts,
  application: Application,
): Promise<readonly ChangeResult[]> {
  const parts = await Promise.all(
    application.accounts.map((account) => applyAccount(ports, application, account.name)),
  );
  return parts.flat();
}

async function applyAccount(
  ports: WritePorts,
  { preview, signal }: Application,
  account: AccountName,
): Promise<readonly ChangeResult[]> {
  const halt = new AccountHalt(account, ports.journal, signal);
  const domains = preview.plan.domains.filter(
    (domain) => domain.account === account && domain.changes.length > 0,
  );
  const results = new Map<DomainPlan, readonly ChangeResult[]>();
  await forEachLimited(domains, DOMAINS_AT_ONCE, async (domain) => {
    const read = { atMs: preview.readAtMs.get(domain.actual) ?? Number.NEGATIVE_INFINITY };
    results.set(domain, await applyDomain({ ports, domain, halt, read }));
  });
  return domains.flatMap((domain) => results.get(domain) ?? []);
}

async function applyDomain(context: ChangeContext): Promise<readonly ChangeResult[]> {
  const { ports, domain, read } = context;
  if (ports.clock.nowMs() - read.atMs > FRESH_FOR_MS) {
    const problem = await refresh(context, domain.changes);
    if (problem !== undefined) return domain.changes.map((change) => notAttempted(change, problem));
  }
  const settled = new Map<Change, ChangeResult>();
  for (const change of inOrderOfCalls(domain)) settled.set(change, await settleChange(context, change));
  return domain.changes.flatMap((change) => settled.get(change) ?? []);
}

/** The order of the compiled calls: one v3 call carries out one change. */
function inOrderOfCalls(domain: DomainPlan): readonly Change[] {
  return domain.calls.flatMap((call) =>
    domain.changes.filter((change) => change.key.eventType === call.eventType),
  );
}
