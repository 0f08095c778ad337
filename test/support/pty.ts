import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { shellWords } from '../../src/cli/shell-words.ts';
import { CANARY_KEY } from './canary.ts';
import { workspace } from './workspace.ts';

/** The program as it is installed. `npm test` builds it first; alone: npm run build. */
const MAIN = process.env['MGHOOKS_TEST_MAIN'] ?? join(import.meta.dirname, '../../dist/cli/main.js');

/** A person at a real terminal: `script` of util-linux gives the program one, and passes on what is typed. */
export interface Person {
  /** Everything the terminal has shown so far. */
  readonly screen: () => string;
  /** Types these keys; `\r` is Enter, `\u0003` Ctrl-C, `\u0004` Ctrl-D. */
  type(keys: string): void;
  /** Resolves when the screen shows the text. */
  sees(text: string): Promise<void>;
  readonly exitCode: Promise<number | null>;
}

export function atTerminal(words: readonly string[], workingDirectory: string): Person {
  if (!existsSync(MAIN)) throw new Error('The program is not built: npm run build');
  const command = shellWords([process.execPath, MAIN, ...words]);
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    cwd: workingDirectory,
    env: {
      PATH: process.env['PATH'],
      TERM: 'dumb',
      SHELL: '/bin/sh',
      MAILGUN_API_KEY: CANARY_KEY,
      MGHOOKS_STATE_DIR: workspace(),
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
  });
  return {
    screen: () => screen,
    type: (keys) => child.stdin.write(keys),
    sees: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (screen.includes(text)) resolve();
        };
        child.stdout.on('data', look);
        child.once('close', () => reject(new Error(`ended without '${text}': ${screen}`)));
        look();
      }),
    exitCode: new Promise((resolve) => child.once('close', resolve)),
  };
}
