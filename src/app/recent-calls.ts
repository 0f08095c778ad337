import type { AccountName } from '../model/account.ts';
import type { AppliedCall, AuditTrail } from '../ports/audit-trail.ts';

/** An hour at the full rate: what is older than that fills the memory, and helps little against a fight. */
const CALLS_MAX = 18_000;

/** So many more are kept before the oldest go, as that takes a moment. */
const SLACK = 1000;

/**
 * What this process has written of late, account by account. The guard and the search for fights need to know it also
 * where there is no audit trail, or none that can be written.
 */
export class RecentCalls {
  readonly #calls = new Map<AccountName, AppliedCall[]>();

  note(applied: AppliedCall): void {
    const { account } = applied.call;
    const calls = this.#calls.get(account) ?? [];
    this.#calls.set(account, calls);
    calls.push(applied);
    if (calls.length > CALLS_MAX + SLACK) calls.splice(0, calls.length - CALLS_MAX);
  }

  since(account: AccountName, fromMs: number): readonly AppliedCall[] {
    return (this.#calls.get(account) ?? []).filter(({ atMs }) => atMs >= fromMs);
  }
}

/** The same trail, which also answers with what this process has written and the trail does not know. */
export function rememberedTrail(trail: AuditTrail, recent: RecentCalls): AuditTrail {
  return {
    begin: (intended) => trail.begin(intended),
    record: (applied) => {
      recent.note(applied);
      return trail.record(applied);
    },
    drop: (intended) => trail.drop(intended),
    since: async (account, fromMs) => {
      const kept = await trail.since(account, fromMs);
      const own = new Map(
        recent.since(account, fromMs).map((call, index) => [call.id ?? index, call] as const),
      );
      // The trail may not have heard how a call ended.
      const calls = kept.map((call) => own.get(call.id ?? '') ?? call);
      for (const { id } of kept) own.delete(id ?? '');
      return own.size === 0 ? calls : [...calls, ...own.values()].sort((a, b) => a.atMs - b.atMs);
    },
  };
}
