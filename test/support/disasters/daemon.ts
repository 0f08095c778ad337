import { onTestFinished } from 'vitest';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import { createFileSource } from '../../../src/adapters/config/file-source.ts';
import { watchConfiguration } from '../../../src/adapters/config/watch/watch-configuration.ts';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Configuration } from '../../../src/ports/configuration-source.ts';
import type { ConfigurationWatch } from '../../../src/ports/configuration-watch.ts';
import type { AccountStatus } from '../../../src/ports/status.ts';
import type { HurriedClock } from '../hurried-clock.ts';
import { loopOn, type RunningLoop } from '../loop.ts';
import { until } from '../until.ts';

/** The watch of a folder, and the loop of the account in it, on a hurried clock: every nap is over at once. */
export interface RunningDaemon {
  readonly watch: ConfigurationWatch;
  /** Absent until a first valid configuration was loaded. */
  status(): AccountStatus | undefined;
  /** Waits until what is true of the account. */
  settles(when: (account: AccountStatus) => boolean): Promise<AccountStatus>;
  /** Waits until a read of the files that began after now has come to its end. */
  looks(): Promise<void>;
  /** Whether the account was ever halted; it may go on after a moment. */
  hasHalted(): boolean;
  stop(): Promise<void>;
}

/** Sweeps are rare, so that what happens is what the test brings about. */
const INTERVAL_MS = 36_000_000;

const PACE = { pollMs: 50, settleMs: 5 };
const NAP_MAX_MS = 50;

export function startDaemon(emulator: Emulator, folder: string, clock: HurriedClock): RunningDaemon {
  let running: RunningLoop | undefined;
  const named = { paths: ['config'], workingDirectory: folder };
  // The watch lives in real time: its naps, over at once, would make the reads of the loop old. Long ones are cut short.
  const system = createSystemClock();
  const real: Clock = { ...system, sleep: (ms, signal) => system.sleep(Math.min(ms, NAP_MAX_MS), signal) };
  const source = createFileSource({ ...named, variables: new Map(), pause: (ms) => real.sleep(ms) });
  const watch = watchConfiguration({ ...named, ...PACE, source, clock: real, notify: () => undefined });
  const begin = ({ accounts: [account] }: Configuration): RunningLoop =>
    loopOn(emulator, account, { intervalMs: INTERVAL_MS, clock });
  watch.onChange((configuration) => {
    running ??= begin(configuration);
    running.want(configuration.desired);
  });
  const ending = new AbortController();
  const watching = watch.run(ending.signal);
  const stop = async (): Promise<void> => {
    ending.abort(new Error('SIGTERM received'));
    await watching;
    await running?.stop();
  };
  onTestFinished(stop);
  const status = () => running?.status();
  return {
    watch,
    status,
    settles: async (when) => {
      await until(
        () => [status()].some((account) => account !== undefined && when(account)),
        () => JSON.stringify({ account: status(), stale: watch.stale() }, undefined, 1),
      );
      return running?.status() ?? expectLoop();
    },
    looks: () => watch.refresh(),
    hasHalted: () => running?.pass.entries.some(({ kind }) => kind === 'account-halted') === true,
    stop,
  };
}

function expectLoop(): never {
  throw new Error('No configuration was ever valid');
}
