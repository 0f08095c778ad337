import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { forEachLimited } from '../../src/app/for-each.ts';
import { observe } from '../../src/app/observe.ts';
import { accountName } from '../../src/model/account.ts';
import type { MailgunReader } from '../../src/ports/mailgun-api.ts';
import { PRIORITIES, type Priority } from '../../src/ports/rate-budget.ts';
import { openVirtualAccount, type VirtualAccount } from '../support/budget-world/virtual-account.ts';
import { virtually } from '../support/budget-world/virtual-time.ts';
import { desiredDomain, domainName, MAIN, readDomain } from '../support/domains.ts';

const MINUTE_MS = 60_000;
/** Requests that are under way at once, and domains that a pass reads at once. */
const CONCURRENCY = 20;

const never = new AbortController().signal;

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const mixed = (n: number): Priority => PRIORITIES[n % PRIORITIES.length] ?? 'sweep';

/** Milliseconds until the last of the requests has its answer; all of them are there from the beginning. */
function allAtOnce(requests: number, send: (account: VirtualAccount, n: number) => Promise<unknown>) {
  return virtually(async () => {
    const account = openVirtualAccount(1);
    const startMs = account.clock.nowMs();
    await Promise.all(numbers(requests).map((n) => send(account, n)));
    expect(account.arrivals.worstRolling(MINUTE_MS)).toBeLessThanOrEqual(300);
    return account.clock.nowMs() - startMs;
  });
}

/** Reads so many domains as a pass does: by 20 workers, each of which knows nothing of the rest of the work. */
function sweep(account: VirtualAccount, domains: number): Promise<void> {
  return forEachLimited(numbers(domains), CONCURRENCY, async () => void (await account.request('sweep')));
}

describe('promise 2: with work waiting, the budget is used in full', () => {
  it.each([
    { name: 'of all priorities', priorityOf: mixed },
    { name: 'of one sweep', priorityOf: (): Priority => 'sweep' },
  ])(
    '3,000 requests $name take at most 1.5 % longer than the least possible',
    async ({ name, priorityOf }) => {
      const leastMs = 9 * MINUTE_MS;
      const tookMs = await allAtOnce(3000, (account, n) => account.request(priorityOf(n)));
      console.log(
        `3,000 requests ${name}: ${tookMs / 1000} s, ${(tookMs / leastMs).toFixed(4)} of the least possible`,
      );
      expect(tookMs).toBeLessThan(leastMs * 1.015);
    },
  );

  it('20 workers in a long sweep use at least 99 % of ten minutes', async () => {
    const used = await virtually(async () => {
      const account = openVirtualAccount(2);
      const startMs = account.clock.nowMs();
      await sweep(account, 3300);
      return account.arrivals.countBefore(startMs + 10 * MINUTE_MS) / 3000;
    });
    console.log(`20 workers used ${(used * 100).toFixed(1)} % of ten minutes`);
    expect(used).toBeGreaterThanOrEqual(0.99);
  });

  it.each([50, 300])('%i requests of a rested account take as long as without a limit', async (requests) => {
    const budgetedMs = await allAtOnce(requests, (account) => account.request('sweep'));
    const concurrently = pLimit(CONCURRENCY);
    const unlimitedMs = await allAtOnce(requests, (account) => concurrently(() => account.send()));
    console.log(`${requests} requests: ${budgetedMs} ms, without a limit ${unlimitedMs} ms`);
    expect(budgetedMs).toBeLessThan(unlimitedMs * 1.05);
  });
});

describe('promise 2 for what is small and comes in between', () => {
  it('the first write of a change leaves within a second, whenever it comes during a sweep', async () => {
    const waitsMs = await virtually(async () => {
      const account = openVirtualAccount(3);
      const swept = sweep(account, 10_000);
      const waits: number[] = [];
      // Two seconds later in the window each time, for 31 windows.
      for (let pauseMs = 20_000; waits.length < 31; pauseMs = 62_300) {
        await account.clock.sleep(pauseMs);
        const askedMs = account.clock.nowMs();
        const read = await account.request('changed');
        const write = await account.request('write');
        waits.push(write.leftMs - askedMs - read.latencyMs);
      }
      await swept;
      return waits;
    });
    const worstMs = Math.max(...waitsMs);
    console.log(`first write of a change during a sweep: at most ${worstMs} ms after it could have left`);
    expect(worstMs).toBeLessThanOrEqual(1000);
  });

  it.each(['paused', 'silent'] as const)('an account that is %s delays no other', async (trouble) => {
    const undisturbed = await arrivalsBesides('well');
    expect(undisturbed).toHaveLength(400);
    expect(await arrivalsBesides(trouble)).toEqual(undisturbed);
  });

  it('a sweep over 100,000 domains holds a few dozen jobs, also while it is told to stop', async () => {
    const { most, requests } = await virtually(async () => {
      const account = openVirtualAccount(4);
      const stop = new AbortController();
      const held = { now: 0, most: 0 };
      const domains = function* () {
        for (let domain = 0; domain < 100_000; domain += 1) {
          held.now += 1;
          held.most = Math.max(held.most, held.now);
          yield domain;
        }
      };
      account.clock.after(5 * MINUTE_MS, () => stop.abort());
      await forEachLimited(domains(), CONCURRENCY, async () => {
        await account.request('sweep', stop.signal).catch(() => undefined);
        held.now -= 1;
      });
      return { most: held.most, requests: account.arrivals.count };
    });
    console.log(`100,000 domains: at most ${most} jobs held, ${requests} requests until the stop`);
    expect(requests).toBeGreaterThan(1485);
    expect(most).toBeLessThanOrEqual(2 * CONCURRENCY + 1);
  });
});

/** When the requests of an account arrive, in a pass that reads another account as well. */
function arrivalsBesides(other: 'well' | 'paused' | 'silent'): Promise<readonly number[]> {
  return virtually(async () => {
    const account = openVirtualAccount(5);
    const troubled = openVirtualAccount(6);
    const startMs = account.clock.nowMs();
    if (other === 'paused') troubled.budget.pause(10 * MINUTE_MS);
    const silence = () => troubled.clock.sleep(8000).then(() => Promise.reject(new Error('time limit')));
    const neighbour = accountName('neighbour');
    const readers = new Map([
      [MAIN, readerOn(account, account.send)],
      [neighbour, readerOn(troubled, other === 'silent' ? silence : troubled.send)],
    ]);
    const names = numbers(400).map((n) => domainName(`d${n}.example.com`));
    const domains = [...readers.keys()].flatMap((name) =>
      names.map((domain) => desiredDomain({ account: name, domain })),
    );
    const { clock } = account;
    await observe(
      { readers, clock, journal: { record: () => undefined } },
      {
        desired: { domains, patterns: [], doubts: [] },
        selection: { accounts: [], domains: [] },
        signal: never,
      },
    );
    return account.arrivals.all().map((at) => at - startMs);
  });
}

function readerOn({ budget }: VirtualAccount, send: () => Promise<unknown>): MailgunReader {
  const reason = { code: 'unreachable', message: 'no answer' } as const;
  return {
    readWebhooks: (key, spending) =>
      budget.spend(spending, send).then(
        () => readDomain({}, key),
        () => ({ kind: 'unread', ...key, reason }),
      ),
    listDomains: async () => ({ kind: 'read', domains: [] }),
  };
}
