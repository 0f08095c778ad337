import type { Account } from '../model/account.ts';
import { urlsAfter, urlsBefore } from '../model/change.ts';
import type { DomainPlan, Plan } from './plan.ts';

/**
 * What a plan decides, as a text to take a digest of: the places that change, and each change with all its URLs. Equal
 * for equal decisions, whoever made them, where and when; the order of the keys of a value plays no part.
 *
 * Left out is what may differ without another decision: accounts without changes (so it does not matter how a command
 * was narrowed), budgets, ages, the calls, and the digest of the configuration, in which a comment may have changed.
 */
export function decisionText({ domains }: Pick<Plan, 'domains'>, accounts: readonly Account[]): string {
  const changed = domains.filter((domain) => domain.changes.length > 0);
  return JSON.stringify(
    accounts
      .map((account) => [account, changed.filter((domain) => domain.account === account.name)] as const)
      .filter(([, own]) => own.length > 0)
      .map(([{ name, baseUrl, subaccount }, own]) => [
        name,
        baseUrl,
        subaccount ?? null,
        own.flatMap(changesOf),
      ]),
  );
}

function changesOf({ changes }: DomainPlan): readonly unknown[] {
  return changes.map((change) => [
    change.key.domain,
    change.key.eventType,
    urlsBefore(change),
    urlsAfter(change),
  ]);
}
