import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'vitest';
import { createSystemClock } from '../../src/adapters/clock/system-clock.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/emulator.ts';
import { type DaemonOptions, type DaemonProcess, startDaemon } from './daemon.ts';
import { type AccountText, configText } from './daemon-config.ts';
import { type LeasePlace, startLeasePlace } from './daemon-lease.ts';

type Files = Readonly<Record<string, string>>;

/** What a test is played with; all of it is gone when the test has finished. */
export interface Scene {
  emulator(options?: Partial<EmulatorOptions>): Promise<Emulator>;
  /** A temporary folder with files. */
  folder(files?: Files): string;
  /** A folder with one configuration file, for the accounts of those names. */
  config(accounts: Readonly<Record<string, AccountText>>): string;
  /** A daemon with a state folder of its own, unless one is named. */
  daemon(options: Omit<DaemonOptions, 'stateDir'> & { readonly stateDir?: string }): Promise<DaemonProcess>;
  leases(): Promise<LeasePlace>;
}

/** Belongs to one test, as tests that run at the same time must not end what others use. */
export function sceneOf({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): Scene {
  const folder = (files: Files = {}): string => {
    const path = mkdtempSync(join(tmpdir(), 'mghooks-'));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
    return path;
  };
  return {
    folder,
    config: (accounts) => folder({ 'config.yaml': configText(accounts) }),
    emulator: async (options = {}) => {
      const emulator = await startEmulator({ clock: createSystemClock(), ...options });
      onTestFinished(() => emulator.close());
      return emulator;
    },
    daemon: (options) => startDaemon({ stateDir: folder(), ...options }, onTestFinished),
    leases: () => startLeasePlace(onTestFinished),
  };
}
