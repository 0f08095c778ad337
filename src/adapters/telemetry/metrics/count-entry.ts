import type { Entry } from '../../../ports/journal.ts';
import { PASS_OUTCOMES } from '../../../ports/journal.ts';
import type { Counters } from './counters.ts';
import { callResultLabel, methodLabel, statusLabel } from './request-labels.ts';

const CHANGE_KINDS = ['create', 'update', 'delete'] as const;
const CHANGE_RESULTS = ['applied', 'failed', 'not-attempted'] as const;

/** Counts a recorded fact; notices are for the log alone. */
export function countEntry(counters: Counters, entry: Entry): void {
  switch (entry.kind) {
    case 'request-ended': {
      const { account, durationMs } = entry;
      const method = methodLabel(entry.method);
      counters.requests.inc({ account, method, status: statusLabel(entry.status) });
      counters.requestSeconds.observe({ account, method }, durationMs / 1000);
      return;
    }
    case 'read-failed':
      counters.readFailures.inc({ account: entry.state.account, reason: entry.state.reason.code });
      return;
    case 'account-throttled':
      counters.throttles.inc({ account: entry.account });
      return;
    case 'budget-notice':
      counters.budgetNotices.inc({ account: entry.account });
      return;
    case 'account-halted':
      counters.halts.inc({ account: entry.account });
      return;
    case 'v4-given-up':
      counters.fallbacks.inc({ account: entry.account });
      return;
    case 'call-settled': {
      const { account, kind } = entry.call;
      counters.calls.inc({ account, kind, result: callResultLabel(entry.result) });
      return;
    }
    case 'change-settled': {
      const { kind, key } = entry.change;
      counters.changes.inc({ account: key.account, kind, result: entry.result });
      return;
    }
    case 'notice':
      return;
    case 'pass-ended':
      counters.passes.inc({ account: entry.account, outcome: entry.outcome });
      counters.passSeconds.observe({ account: entry.account }, entry.durationMs / 1000);
      return;
  }
}

/**
 * Gives an account its series before anything was counted: a series that appears with the value 1 shows no increase to
 * Prometheus, and the first failed change would raise no alert.
 */
export function startCounting(counters: Counters, account: string): void {
  for (const kind of CHANGE_KINDS) {
    for (const result of CHANGE_RESULTS) counters.changes.inc({ account, kind, result }, 0);
  }
  for (const outcome of PASS_OUTCOMES) counters.passes.inc({ account, outcome }, 0);
  for (const counter of [counters.throttles, counters.halts, counters.budgetNotices, counters.fallbacks]) {
    counter.inc({ account }, 0);
  }
}
