import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readYamlFile } from '../../src/adapters/config/yaml-file.ts';
import { parseSeed } from '../../src/emulator/seed.ts';
import { runCommandLine } from '../support/command-line.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

/**
 * Each folder is a story: `desired.yaml` (what is wanted), `actual.yaml` (what the emulator holds at the start), and
 * `plan.txt`, what a person is shown. A change of behaviour shows up in review as a change of that text.
 * To write the texts anew: UPDATE_SCENARIOS=1 npm run vitest test/scenarios
 */
const FOLDER = import.meta.dirname;
const STORIES = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe('scenarios', () => {
  it.each(STORIES.map(({ name }) => name))('%s', async (name) => {
    const story = join(FOLDER, name);
    const seed = parseSeed(await readYamlFile('actual.yaml', story));
    if ('problem' in seed) throw new Error(seed.problem);
    const emulator = await withEmulator({ seed: seed.value });
    const folder = workspace({
      'config/accounts.yaml': accountsFile(emulator.origin),
      'config/desired.yaml': readFileSync(join(story, 'desired.yaml'), 'utf8'),
    });
    const run = (...argv: readonly string[]) => runCommandLine(argv, { workingDirectory: folder });
    const plan = await run('plan', '--log-level', 'silent');
    // The id names the place too, and the emulator listens on another port each time.
    const id = /Plan id: (\w+)/.exec(plan.stdout)?.[1];
    const shown = id === undefined ? plan.stdout : plan.stdout.replaceAll(id, 'PLAN-ID');
    const text = `${shown}exit ${plan.code}\n`;
    const golden = join(story, 'plan.txt');
    if (process.env['UPDATE_SCENARIOS'] !== undefined || !existsSync(golden)) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
    if (id === undefined) return;
    await run('apply', '--approve', id, '--allow-deletes', '99', '--log-level', 'silent');
    const again = await run('plan', '--log-level', 'silent');
    expect(again.stdout).toMatch(/Nothing to do:|Plan incomplete:/);
  });
});
