import type { Account, AccountName } from '../model/account.ts';
import type { DomainPlan } from '../plan/plan.ts';
import { AccountHalt } from './account-halt.ts';
import { applyDomain } from './apply-domain.ts';
import type { ChangeResult } from './change-result.ts';
import { forEachLimited } from './for-each.ts';
import { LostCalls } from './lost-calls.ts';
import { portOf, type WritePorts } from './ports.ts';
import type { Preview } from './preview.ts';

/** Domains of one account that are written at the same time; calls of one domain are sent one after the other. */
const DOMAINS_AT_ONCE_MAX = 10;

/**
 * A write has to leave within 10 s of the read before it, and both wait in one line with those of the other domains. So
 * no more domains are begun than have their turn in half that time.
 */
const TURNS_WITHIN_MS = 5000;

export interface Application {
  readonly preview: Preview;
  /** Names the plan in the audit trail. */
  readonly planId: string;
  /** Accounts that may be written; the changes of others are left out of the results. */
  readonly accounts: readonly Account[];
  readonly signal: AbortSignal;
}

/** Carries out a plan. Never fails as a whole: every change of the accounts has a result, in the order of the plan. */
export async function applyPlan(
  ports: WritePorts,
  application: Application,
): Promise<readonly ChangeResult[]> {
  const run = { ...application, runId: ports.newId() };
  const parts = await Promise.all(
    application.accounts.map((account) => applyAccount(ports, run, account.name)),
  );
  return parts.flat();
}

interface Run extends Application {
  readonly runId: string;
}

async function applyAccount(
  ports: WritePorts,
  { preview, planId, runId, signal }: Run,
  account: AccountName,
): Promise<readonly ChangeResult[]> {
  const halt = new AccountHalt(account, ports.journal, signal);
  const domains = preview.plan.domains.filter(
    (domain) => domain.account === account && domain.changes.length > 0,
  );
  const results = new Map<DomainPlan, readonly ChangeResult[]>();
  const { perMinute } = portOf(ports.budgets, account).state();
  await forEachLimited(domains, domainsAtOnce(perMinute), async (domain) => {
    const readAtMs = preview.readAtMs.get(domain.actual) ?? Number.NEGATIVE_INFINITY;
    const { webhooks, unknownHooks } = domain.actual;
    const known = { webhooks, unknownHooks, readAtMs };
    const lost = new LostCalls(ports.audit);
    results.set(domain, await applyDomain({ ports, domain, halt, planId, runId, known, lost }));
    await lost.settle();
  });
  return domains.flatMap((domain) => results.get(domain) ?? []);
}

function domainsAtOnce(requestsPerMinute: number): number {
  const turns = Math.floor((requestsPerMinute * TURNS_WITHIN_MS) / 60_000);
  return Math.min(DOMAINS_AT_ONCE_MAX, Math.max(1, turns));
}
