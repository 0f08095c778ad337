import { onTestFinished } from 'vitest';
import { createBottleneckBudget } from '../../src/adapters/budget/bottleneck-budget.ts';
import { applyPlan } from '../../src/app/apply-plan.ts';
import type { ChangeResult } from '../../src/app/change-result.ts';
import type { WritePorts } from '../../src/app/ports.ts';
import { type Preview, preview } from '../../src/app/preview.ts';
import { compose, type Parts } from '../../src/cli/compose.ts';
import { composeWriting } from '../../src/cli/compose-writing.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { type Account, DEFAULT_GUARD } from '../../src/model/account.ts';
import type { DesiredState } from '../../src/model/desired-state.ts';
import { Secret } from '../../src/model/secret.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Entry } from '../../src/ports/journal.ts';
import type { RateBudget } from '../../src/ports/rate-budget.ts';
import { CANARY_KEY } from './canary.ts';
import { MAIN } from './domains.ts';
import { createHurriedClock, type HurriedClock } from './hurried-clock.ts';

/** The parts of the program joined as the command line joins them, on an emulator and a hurried clock. */
export interface Pass<C extends Clock = HurriedClock> {
  readonly ports: WritePorts;
  readonly clock: C;
  readonly entries: readonly Entry[];
  preview(desired: Partial<DesiredState>): Promise<Preview>;
  apply(preview: Preview): Promise<readonly ChangeResult[]>;
  /** Preview, then apply, as one pass does. */
  converge(desired: Partial<DesiredState>): Promise<readonly ChangeResult[]>;
  stop(): void;
}

export function accountOn(emulator: Pick<Emulator, 'origin'>, fields: Partial<Account> = {}): Account {
  return {
    name: MAIN,
    baseUrl: emulator.origin,
    apiKey: { env: 'MAILGUN_API_KEY' },
    requestsPerMinute: 300,
    guard: DEFAULT_GUARD,
    writeApi: 'auto',
    ...fields,
  };
}

export function passOn(emulator: Emulator, accounts?: readonly Account[], clock?: HurriedClock): Pass {
  const made = clock ?? createHurriedClock();
  const budget = createBottleneckBudget({ requestsPerMinute: 300, clock: made });
  return passWith(made, budget, accounts ?? [accountOn(emulator)]);
}

/** The same on any clock and budget. */
export function passWith<C extends Clock>(
  clock: C,
  budget: RateBudget,
  accounts: readonly Account[],
): Pass<C> {
  const entries: Entry[] = [];
  const journal = { record: (entry: Entry) => void entries.push(entry) };
  const secret = new Secret(CANARY_KEY);
  const each = <T>(value: T) => new Map(accounts.map((account) => [account.name, value] as const));
  const parts: Parts = { accounts, keys: each(() => secret), budgets: each(budget), clock, journal };
  const composition = compose(parts);
  onTestFinished(() => composition.close());
  const stop = new AbortController();
  const ports = composeWriting(parts, composition);
  const pass: Pass<C> = {
    ports,
    clock,
    entries,
    preview: (desired) =>
      preview(ports, {
        desired: { domains: [], patterns: [], doubts: [], ...desired },
        selection: { accounts: [], domains: [] },
        writeApis: new Map(accounts.map(({ name, writeApi }) => [name, writeApi])),
        signal: stop.signal,
      }),
    apply: (made) =>
      applyPlan(ports, { preview: made, planId: 'a-test-plan', accounts, signal: stop.signal }),
    converge: async (desired) => pass.apply(await pass.preview(desired)),
    stop: () => stop.abort(new Error('SIGTERM received')),
  };
  return pass;
}
