import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * A temporary folder with files, removed when the test ends. Keys are paths, values are texts. Configurations get an end
 * mark.
 */
export function workspace(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'mghooks-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, withEndMark(text));
  }
  return folder;
}

/** A configuration that is whole gets the end mark, unless it has one; any other text stays as it is. */
function withEndMark(text: string): string {
  const isWhole = /^version: 1$/m.test(text) && text.endsWith('\n');
  return isWhole && !/^\.\.\./m.test(text) ? `${text}...\n` : text;
}

/** A configuration file that sends account `main` to the emulator. */
export function accountsFile(origin: string, more = ''): string {
  return `version: 1\naccounts:\n  main:\n    baseUrl: ${origin}\n    apiKey: { env: MAILGUN_API_KEY }\n${more}`;
}
