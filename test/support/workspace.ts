import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A temporary folder with files, removed when the test ends. Keys are paths, values are texts. */
export function workspace(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'mghooks-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  return folder;
}

/** A configuration file that sends account `main` to the emulator. */
export function accountsFile(origin: string, more = ''): string {
  return `version: 1\naccounts:\n  main:\n    baseUrl: ${origin}\n    apiKey: { env: MAILGUN_API_KEY }\n${more}`;
}
