import type { RedisNotice } from '../adapters/budget/redis-budget.ts';
import type { BudgetNotice } from '../adapters/budget/remembered-budget.ts';

/** What a person is told when a budget does not start as usual. */
export function noticeText(notice: BudgetNotice | RedisNotice): {
  readonly event: string;
  readonly message: string;
} {
  switch (notice.kind) {
    case 'waiting-for-lock': {
      const { command, pid, host } = notice.holder;
      return {
        event: notice.kind,
        message: `waiting for '${command}' (process ${pid} on ${host}), which works on the same account`,
      };
    }
    case 'window-unknown':
      return {
        event: notice.kind,
        message: `what was sent in the last minute is not known (the journal: ${notice.why}), so the first request waits for a minute`,
      };
    case 'redis-lost': {
      const then = notice.falls
        ? 'this process goes on with its own share after a quiet while'
        : 'nothing is sent until it is back';
      return { event: notice.kind, message: `Redis cannot be used (${notice.why}): ${then}` };
    }
    case 'redis-connected':
      return { event: notice.kind, message: 'Redis is back, the budget is shared again' };
    case 'no-memory':
      return {
        event: notice.kind,
        message: `the state folder cannot be written (${notice.why}), so the first minute goes slowly, as a restart would not know what was sent; name another with --state-dir`,
      };
  }
}
