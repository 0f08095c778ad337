import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readYamlFile } from '../../../src/adapters/config/yaml-file.ts';
import { parseSeed } from '../../../src/emulator/seed.ts';
import { runCommandLine } from '../../support/command-line.ts';
import { withEmulator } from '../../support/emulator.ts';
import { workspace } from '../../support/workspace.ts';

/**
 * Each folder is an account: `actual.yaml` (what the emulator holds), `imported.yaml` (what is made of it), and
 * `summary.txt`, what a person is told. A change of behaviour shows up in review as a change of these texts.
 * To write them anew: UPDATE_SCENARIOS=1 npm run vitest test/cli/import
 */
const FOLDER = import.meta.dirname;
const ACCOUNTS = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe('imported accounts', () => {
  it.each(ACCOUNTS.map(({ name }) => name))('%s', async (name) => {
    const seed = parseSeed(await readYamlFile('actual.yaml', join(FOLDER, name)));
    if ('problem' in seed) throw new Error(seed.problem);
    const emulator = await withEmulator({ seed: seed.value });
    const workingDirectory = workspace();
    const argv = ['import', '--base-url', emulator.origin, '--out', 'hooks.yaml', '--vars-out', 'hooks.env'];
    const { code, stderr } = await runCommandLine(argv, { workingDirectory });
    expect(code).toBe(0);
    // The emulator listens on another port each time.
    const text = readFileSync(join(workingDirectory, 'hooks.yaml'), 'utf8');
    const shown = text.replaceAll(emulator.origin, 'http://127.0.0.1:8025');
    expectGolden(join(FOLDER, name, 'imported.yaml'), shown);
    expectGolden(join(FOLDER, name, 'summary.txt'), stderr);
  });
});

function expectGolden(path: string, text: string): void {
  if (process.env['UPDATE_SCENARIOS'] !== undefined || !existsSync(path)) writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}
