import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

const GOOD = 'domains:\n  mg.example.com: { webhooks: { clicked: https://hooks.example.com/ } }\n';

interface Mistake {
  readonly line?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly yaml?: string;
  /** What the message must name: the place or the word, and what would be right. */
  readonly names: readonly string[];
}

const MISTAKES: readonly Mistake[] = [
  { line: 'apply --dry_run', names: ['--dry_run', '--dry-run'] },
  { line: 'apply --dryrun', names: ['--dryrun', '--dry-run'] },
  { line: 'apply --yess', names: ['--yess', '--yes'] },
  { line: 'plan --yes', names: ['--yes'] },
  { line: 'plan extra', names: ['too many arguments'] },
  { line: 'plna', names: ['plna', 'plan'] },
  { line: 'plan --output yaml', names: ['yaml', 'text, json, markdown, github'] },
  { line: 'plan --config', names: ['--config'] },
  { line: 'plan --color sometimes', names: ['sometimes', 'auto, always, never'] },
  { line: 'plan --log-level loud', names: ['loud', 'trace'] },
  { line: 'explain', names: ['domain'] },
  { line: 'run --yes', names: ['--yes', '--once'] },
  { line: 'run --interval 0s', names: ['--interval', '1s'] },
  { line: 'run --listen nonsense', names: ['nonsense', 'HOST:PORT'] },
  { line: 'run --lease Not_A_Name', names: ['Not_A_Name'] },
  { line: 'run --redis-url http://x', names: ['--redis-url', 'redis://'] },
  { line: 'emulator --port http', names: ['--port', 'http', 'whole number'] },
  { environment: { MGHOOKS_CONFG: 'x' }, names: ['MGHOOKS_CONFG', 'MGHOOKS_CONFIG'] },
  {
    environment: { MGHOOKS_OUTPUT: 'yaml' },
    names: ['MGHOOKS_OUTPUT', 'yaml', 'text, json, markdown, github'],
  },
  { line: 'apply', environment: { MGHOOKS_YES: 'maybe' }, names: ['MGHOOKS_YES', 'maybe', 'true or false'] },
  {
    line: 'apply',
    environment: { MGHOOKS_DRY_RUN: 'ja' },
    names: ['MGHOOKS_DRY_RUN', 'ja', 'true or false'],
  },
  { yaml: 'domain:\n  mg.example.com:\n', names: ['a.yaml:6:1', 'domain', 'domains'] },
  { yaml: 'domains:\n  mg.example.com: { polcy: exact }\n', names: ['a.yaml:7:21', 'polcy', 'policy'] },
  { yaml: 'domains:\n  mg.example.com: { policy: exakt }\n', names: ['a.yaml:7:29', 'exakt', 'exact'] },
];

describe('promise 15: strictness', () => {
  it.each(MISTAKES)(
    'refuses, names and helps with: $line $environment $yaml',
    async ({ line = 'plan', environment = {}, yaml = GOOD, names }) => {
      const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': {} } } });
      const folder = workspace({ 'config/a.yaml': `${accountsFile(emulator.origin)}${yaml}` });
      const { code, output } = await runCommandLine(line.split(' '), {
        workingDirectory: folder,
        environment,
      });
      expect(code).toBe(4);
      for (const name of names) expect(output).toContain(name);
      expect(emulator.requests()).toEqual([]);
    },
  );

  it.each([
    ['false', 3],
    ['0', 3],
    ['true', 0],
  ])('reads MGHOOKS_YES=%s as what it says', async (value, exitCode) => {
    const urls = ['1', '2', '3'].map((name) => `https://hooks.example.com/${name}`);
    const emulator = await withEmulator({
      seed: { domains: { 'mg.example.com': { clicked: urls, opened: urls } } },
    });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: { clicked: ["${urls[0]}", "${urls[1]}"] } }\n`,
    });
    const { code } = await runCommandLine(['apply'], {
      workingDirectory: folder,
      environment: { MGHOOKS_YES: value },
    });
    expect(code).toBe(exitCode);
  });
});
