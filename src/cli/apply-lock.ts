import { readlinkSync } from 'node:fs';
import { type ApplyLock, takeApplyLock } from '../adapters/budget/redis/apply-lock.ts';
import { createBootClock } from '../adapters/clock/boot-clock.ts';
import { createRandom } from '../adapters/clock/random.ts';
import { SOLE_LEADERSHIP } from '../app/sole-leadership.ts';
import type { Account } from '../model/account.ts';
import { noticeText } from './budget-notice.ts';
import { type BudgetOptions, budgetId } from './budgets.ts';
import { type Parts, required } from './compose.ts';
import type { Context } from './context.ts';
import { createProcessTable } from './process-table.ts';

/**
 * Lets no other command write to these accounts until it is released.
 *
 * | the budget is                 | then                                                                         |
 * |-------------------------------|------------------------------------------------------------------------------|
 * | remembered in a state folder  | opening it has locked them already                                           |
 * | shared through Redis          | they are locked in Redis, before the plan is made, so that it is still true  |
 * |                               | when it is carried out; while a person thinks about it, too                    |
 * | remembered nowhere            | there is nothing that another process could see                              |
 *
 * A plan takes no lock, as it writes nothing. Nor does the daemon, which would keep it for ever: daemons take turns by a
 * Lease, and each write of a daemon or of a command rests on a read of a moment ago.
 */
export async function lockAccounts(
  context: Context,
  options: BudgetOptions,
  parts: Parts,
): Promise<ApplyLock> {
  const { redisUrl } = options;
  if (redisUrl === undefined) return SOLE_LEADERSHIP;
  const locks: ApplyLock[] = [];
  try {
    // One after the other, in one order: two processes that lock the same accounts never wait for each other.
    for (const [id, accounts] of groups(parts)) {
      locks.push(await lockAccount({ context, options: { ...options, redisUrl }, parts }, id, accounts));
    }
    return together(locks);
  } catch (error) {
    await together(locks).release();
    throw error;
  }
}

/** The accounts of each budget, in the order of their ids. */
function groups({ accounts, keys }: Parts): readonly (readonly [string, readonly Account[]])[] {
  const found = new Map<string, readonly Account[]>();
  for (const account of accounts) {
    const id = budgetId(account, required(keys, account.name)());
    found.set(id, [...(found.get(id) ?? []), account]);
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
}

interface Locking {
  readonly context: Context;
  readonly options: BudgetOptions & { readonly redisUrl: string };
  readonly parts: Parts;
}

function lockAccount(
  { context, options, parts }: Locking,
  id: string,
  accounts: readonly Account[],
): Promise<ApplyLock> {
  const { clock, signal, command } = context;
  return takeApplyLock({
    redisUrl: options.redisUrl,
    account: id,
    processes: createProcessTable(command),
    machine: machineName(),
    clock,
    random: createRandom(),
    timeoutMs: options.lockTimeoutMs,
    signal,
    onWait: (holder) => {
      const notice = noticeText({ kind: 'waiting-for-lock', holder });
      for (const { name } of accounts) {
        parts.journal.record({ kind: 'budget-notice', account: name, ...notice });
      }
    },
  });
}

/** A write may leave while all of them are ours. */
function together(locks: readonly ApplyLock[]): ApplyLock {
  return {
    state: () => {
      const states = locks.map((lock) => lock.state());
      const problem = states.find((state) => state.problem !== undefined)?.problem;
      return {
        leading: states.every(({ leading }) => leading),
        ...(problem === undefined ? {} : { problem }),
      };
    },
    writeUntilMs: () => Math.min(...locks.map((lock) => lock.writeUntilMs())),
    release: async () => {
      await Promise.all(locks.map((lock) => lock.release()));
    },
  };
}

/**
 * What two processes share only if each can see in its process table whether the other runs. The name of the host does
 * not do: many machines have the same one, and containers on one machine do not see each other. Empty where Linux does
 * not tell.
 */
function machineName(): string {
  try {
    return `${createBootClock().bootId} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}
