import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileSource } from '../../../src/adapters/config/file-source.ts';
import { applyCommand } from '../../../src/cli/commands/apply.ts';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import { catchingContext, type RunOptions, runCommandLine } from '../../support/command-line.ts';
import { withEmulator } from '../../support/emulator.ts';
import { loopOn } from '../../support/loop.ts';
import { accountsFile, workspace } from '../../support/workspace.ts';

const [A, B] = ['https://h.example/a', 'https://h.example/b'];

/** One delivery of eight is foreign: under `merge`, which the file of the accounts asks for, it stays. */
const SEED = {
  'first.example.com': { delivered: [A, B], opened: [A], clicked: [A] },
  'second.example.com': { delivered: [A], opened: [A], clicked: [A], complained: [A] },
};
const DOMAINS = `version: 1
domains:
  first.example.com: { webhooks: { delivered: ${A} } }
  second.example.com: { webhooks: { delivered: ${A} } }
...
`;
const LIMITS = '    guard:\n      maxDeletes: 0\n';
const DEFAULTS = 'defaults:\n  account: main\n  policy: merge\n';

interface Scene {
  readonly emulator: Emulator;
  readonly folder: string;
  /** The file of the accounts, and its text. */
  readonly file: string;
  readonly text: string;
  readonly options: RunOptions;
}

async function setUp(): Promise<Scene> {
  const emulator = await withEmulator({ seed: { domains: SEED }, rate: 'none' });
  const text = `${accountsFile(emulator.origin, `${LIMITS}${DEFAULTS}`)}...\n`;
  const folder = workspace({ 'config/accounts.yaml': text, 'config/domains.yaml': DOMAINS });
  const file = join(folder, 'config/accounts.yaml');
  const options = { workingDirectory: folder, environment: { MGHOOKS_STATE_DIR: workspace() } };
  return { emulator, folder, file, text, options };
}

function worldOf(emulator: Emulator) {
  return Object.fromEntries(Object.keys(SEED).map((name) => [name, emulator.webhooks(name)]));
}

/** What a daemon that starts with these files comes to, wherever its account is said to be. */
async function statusUnderDaemon({ emulator, folder }: Scene) {
  const source = createFileSource({ paths: ['config'], variables: new Map(), workingDirectory: folder });
  const { accounts, desired } = await source.load();
  const running = loopOn(emulator, { ...accounts[0], baseUrl: emulator.origin });
  running.want(desired);
  const status = await running.settles(({ domains, guard }) =>
    domains.every(
      ({ condition }) => condition === 'in-sync' || (condition === 'blocked' && guard !== undefined),
    ),
  );
  await running.stop();
  return status;
}

/**
 * The file of the accounts says more than where they are: how much the guard lets pass, and the policy of domains that say
 * none. What is left when it is cut off, or lost, falls back to `listed` and to the limits of mghooks itself.
 */
describe('a file of the accounts', () => {
  it('C03 cut at the end of a line: nothing is deleted, exit 3 or 4', async () => {
    const scene = await setUp();
    const { emulator, file, text, options } = scene;
    const lines = text.split('\n').slice(0, -1);
    const codes: number[] = [];
    // With its first line alone it says nothing; see below.
    for (const index of lines.keys()) {
      if (index === 1) continue;
      writeFileSync(
        file,
        lines
          .slice(0, index)
          .map((line) => `${line}\n`)
          .join(''),
      );
      const { code } = await runCommandLine(['apply', '--yes', '--log-level', 'silent'], options);
      codes.push(code);
      if (code !== 4) {
        const { guard } = await statusUnderDaemon(scene);
        expect(guard === undefined, `cut after line ${index}`).toBe(code === 0);
      }
      expect(worldOf(emulator), `cut after line ${index}`).toEqual(SEED);
    }
    // The account without its limits; with them; with the defaults but for their policy; all but the end mark.
    expect(codes).toEqual([4, 4, 4, 4, 3, 4, 3, 4, 3, 0]);
  });

  it.each([
    ['is lost', undefined],
    ['says nothing any more', 'version: 1\n'],
  ])('C03 that %s: nothing is deleted, exit 3, and a person is told why', async (_name, left) => {
    const scene = await setUp();
    const { emulator, file, options } = scene;
    rmSync(file);
    if (left !== undefined) writeFileSync(file, left);
    const { context, printed } = catchingContext(options);
    const code = await applyCommand(context, {
      config: ['config'],
      output: 'text',
      color: 'never',
      logLevel: 'silent',
      lockTimeoutMs: 0,
      yes: true,
      // The account that is meant now is at Mailgun.
      baseUrl: emulator.origin,
    });
    expect(printed.stdout).toContain(
      "no file has a section 'accounts', so the file that had it may be missing",
    );
    expect(code).toBe(3);
    const { guard } = await statusUnderDaemon(scene);
    expect(guard?.exceeded.join('; ')).toContain("no file has a section 'accounts'");
    expect(worldOf(emulator)).toEqual(SEED);
  });
});
