import { spawnSync } from 'node:child_process';

const INSTALLER = 'apt-get';

export interface DebianProgram {
  /** The program that tests start. */
  readonly binary: string;
  readonly packageName: string;
  /** What cannot be tested without it, for the message. */
  readonly testsOf: string;
  /** Shows that it is there: `--version` unless it says otherwise. */
  readonly versionWords?: readonly string[];
}

/**
 * Why tests that need a program cannot run, `undefined` if they can: `describe.skipIf(missing)`. As root the Debian
 * package is installed if need be. On a build server (`CI=true`) a missing program is an error, never a skipped test.
 */
export function whyMissing(program: DebianProgram): string | undefined {
  if (isInstalled(program) || (process.getuid?.() === 0 && install(program) && isInstalled(program))) {
    return undefined;
  }
  const { binary, packageName, testsOf } = program;
  const reason = `${binary} is not installed (Debian: ${INSTALLER} install -y ${packageName})`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.warn(`Skipped: the tests of ${testsOf}, because ${reason}`);
  return reason;
}

function isInstalled({ binary, versionWords = ['--version'] }: DebianProgram): boolean {
  return spawnSync(binary, versionWords).status === 0;
}

function install({ packageName }: DebianProgram): boolean {
  // A new machine has no lists of packages yet.
  return apt('install', '-y', packageName) || (apt('update') && apt('install', '-y', packageName));
}

function apt(...words: readonly string[]): boolean {
  // Test files run side by side, and only one of them may hold the lock of apt.
  const waiting = ['-o', 'DPkg::Lock::Timeout=120', ...words];
  return spawnSync(INSTALLER, waiting, { stdio: 'ignore' }).status === 0;
}
