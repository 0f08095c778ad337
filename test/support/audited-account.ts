import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { type Run, type RunOptions, runCommandLine } from './command-line.ts';
import { withEmulator } from './emulator.ts';
import { accountsFile, workspace } from './workspace.ts';

type Hooks = Readonly<Record<string, readonly string[]>>;

/** An emulated account, a configuration that a test rewrites, and one state folder for all commands. */
export interface AuditedAccount {
  readonly emulator: Emulator;
  /** Holds the configuration. */
  readonly folder: string;
  readonly stateFolder: string;
  run(line: string, options?: RunOptions): Promise<Run>;
  /** Says what the configuration asks of `mg.example.com`, as YAML; the file ends with an end mark unless told. */
  configure(webhooks: string, more?: string, end?: string): void;
  /** Applies it, and gives the id of the plan. */
  apply(line?: string): Promise<string>;
  /** All that the state folder holds. */
  stateText(): string;
}

const GENEROUS = '    guard: { maxDeletes: 100, maxDeletePercent: 100 }\n';

export async function auditedAccount(
  seed: Readonly<Record<string, Hooks>>,
  guard = GENEROUS,
): Promise<AuditedAccount> {
  const emulator = await withEmulator({ seed: { domains: seed } });
  const folder = workspace({ 'config/accounts.yaml': accountsFile(emulator.origin, guard) });
  const stateFolder = workspace();
  const account: AuditedAccount = {
    emulator,
    folder,
    stateFolder,
    run: (line, options = {}) =>
      runCommandLine(line.split(' '), {
        workingDirectory: folder,
        ...options,
        environment: { MGHOOKS_STATE_DIR: stateFolder, ...options.environment },
      }),
    configure: (webhooks, more = '', end = '...\n') =>
      writeFileSync(
        join(folder, 'config/domains.yaml'),
        `version: 1\ndomains:\n  mg.example.com:\n    webhooks: ${webhooks}\n${more}${end}`,
      ),
    apply: async (line = 'apply --yes') => {
      const { stdout, code } = await account.run(line);
      const id = /Plan id: ([0-9a-f]{12})/.exec(stdout)?.[1];
      if (code !== 0 || id === undefined) throw new Error(`Not applied (${code}): ${stdout}`);
      return id;
    },
    stateText: () =>
      readdirSync(stateFolder)
        .map((name) => readFileSync(join(stateFolder, name), 'utf8'))
        .join(''),
  };
  return account;
}
