import { onTestFinished } from 'vitest';
import { AccountLoop } from '../../src/app/daemon/account-loop.ts';
import type { AccountParts } from '../../src/app/daemon/account-parts.ts';
import { Approvals } from '../../src/app/daemon/approvals.ts';
import { fingerprint, planIdOf } from '../../src/cli/fingerprint.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { Account } from '../../src/model/account.ts';
import type { DesiredDomain, DesiredState } from '../../src/model/desired-state.ts';
import { maskUrl } from '../../src/model/url-mask.ts';
import { changesOf } from '../../src/plan/plan.ts';
import type { AccountStatus, DomainCondition } from '../../src/ports/status.ts';
import { desiredDomain, domainName } from './domains.ts';
import type { HurriedClock } from './hurried-clock.ts';
import { accountOn, type Pass, passOn } from './pass.ts';
import { until } from './until.ts';

export const A = 'https://hooks.example.com/a';
export const B = 'https://hooks.example.com/b';

/** A domain of the configuration; without fields it has one URL for clicks. */
export function wants(name: string, fields: Partial<DesiredDomain> = {}): DesiredDomain {
  return desiredDomain({ domain: domainName(name), webhooks: { clicked: [A] }, ...fields });
}

export function allInSync({ domains }: AccountStatus): boolean {
  return domains.length > 0 && domains.every(({ condition }) => condition === 'in-sync');
}

export function writesOf(requests: readonly { readonly method: string }[]): number {
  return requests.filter(({ method }) => method !== 'GET').length;
}

/** The loop of one account, on an emulator and a hurried clock: every nap is over at once, and moves the time on. */
export interface RunningLoop {
  readonly loop: AccountLoop;
  readonly pass: Pass;
  readonly parts: AccountParts;
  want(desired: Partial<DesiredState>): void;
  status(): AccountStatus;
  condition(domain: string): DomainCondition | undefined;
  /** Waits until what is true of the status. */
  settles(when: (status: AccountStatus) => boolean): Promise<AccountStatus>;
  /** Tells the loop to stop, and waits until nothing is under way. */
  stop(): Promise<void>;
}

export interface LoopFields extends Partial<AccountParts> {
  readonly clock?: HurriedClock;
}

export function loopOn(
  emulator: Emulator,
  account: Partial<Account> = {},
  { clock, ...fields }: LoopFields = {},
): RunningLoop {
  const made = accountOn(emulator, account);
  const pass = passOn(emulator, [made], clock);
  const parts: AccountParts = {
    account: made,
    ports: pass.ports,
    budget: () => ({ perMinute: 300, remaining: 300, pausedForMs: 0 }),
    keyName: () => 'the key',
    planIdOf: (plan) => planIdOf(JSON.stringify(changesOf(plan))),
    approvals: new Approvals(),
    mask: (url) => maskUrl(url, fingerprint),
    random: () => 0.5,
    intervalMs: 300_000,
    ...fields,
  };
  const loop = new AccountLoop(parts);
  const ending = new AbortController();
  const ran = loop.run(ending.signal);
  const stop = async (): Promise<void> => {
    ending.abort(new Error('SIGTERM received'));
    await ran;
  };
  onTestFinished(stop);
  return {
    loop,
    pass,
    parts,
    want: (desired) => loop.setDesired({ domains: [], patterns: [], doubts: [], ...desired }),
    status: () => loop.status(),
    condition: (domain) => loop.status().domains.find((each) => each.domain === domain)?.condition,
    settles: async (when) => {
      await until(
        () => when(loop.status()),
        () => JSON.stringify(loop.status(), undefined, 1),
      );
      return loop.status();
    },
    stop,
  };
}
