import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CANARY_KEY } from '../support/canary.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

/** The program as it is installed. `npm test` builds it first; alone: npm run build. */
const MAIN = join(import.meta.dirname, '../../dist/cli/main.js');

interface Process {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string | null>;
  /** Resolves when the output so far contains the text. */
  printed(text: string): Promise<void>;
}

function start(
  words: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Process {
  if (!existsSync(MAIN)) throw new Error('The program is not built: npm run build');
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: options.cwd ?? process.cwd(),
    env: {
      PATH: process.env['PATH'],
      MAILGUN_API_KEY: CANARY_KEY,
      MGHOOKS_STATE_DIR: workspace(),
      ...options.env,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
    });
  }
  return {
    child,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    ended: new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal))),
    printed: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if ((text.stdout + text.stderr).includes(wanted)) resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.once('close', () =>
          reject(new Error(`ended without '${wanted}': ${text.stdout}${text.stderr}`)),
        );
        look();
      }),
  };
}

/** A configuration for one domain on an emulator that never answers. */
async function hangingAccount() {
  const emulator = await withEmulator({
    seed: { domains: { 'mg.example.com': {} } },
    faults: [{ fault: { kind: 'hang' } }],
  });
  const folder = workspace({
    'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: { clicked: https://h.example/ } }\n`,
  });
  const asked = () => vi.waitUntil(() => emulator.requests().length > 0, { timeout: 20_000 });
  return { folder, asked };
}

describe('the installed program', () => {
  it('prints its version', async () => {
    const run = start(['--version']);
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(['plan', 'apply', 'run', 'validate', 'explain', 'schema', 'emulator', 'demo'])(
    'has examples in the help of %s, within 80 columns',
    async (command) => {
      const run = start([command, '--help']);
      expect(await run.ended).toBe(0);
      expect(run.stdout()).toContain('Examples:');
      expect(
        Math.max(
          ...run
            .stdout()
            .split('\n')
            .map((line) => line.length),
        ),
      ).toBeLessThanOrEqual(80);
    },
  );

  it('shows the demo: drift, plan, apply, in sync', async () => {
    const run = start(['demo'], { cwd: workspace() });
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toContain('All in sync.');
    expect(run.stderr()).toBe('');
  });

  it('ends an emulator in order on SIGTERM, with exit code 0', async () => {
    const run = start(['emulator', '--port', '0']);
    await run.printed('Press Ctrl-C');
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });

  it('names the port that is taken', async () => {
    const emulator = await withEmulator();
    const { port } = new URL(emulator.origin);
    const run = start(['emulator', '--port', port]);
    expect(await run.ended).toBe(4);
    expect(run.stderr()).toContain(`Cannot listen on 127.0.0.1:${port} (EADDRINUSE)`);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends a plan on %s with the exit code that a shell expects', async (signal, code) => {
    const { folder, asked } = await hangingAccount();
    const run = start(['plan'], { cwd: folder });
    await asked();
    run.child.kill(signal);
    expect(await run.ended).toBe(code);
  });

  it('is quiet when the reader of its output goes away', async () => {
    const run = start(['schema']);
    run.child.stdout?.destroy();
    expect(await run.ended).toBe(0);
    expect(run.stderr()).toBe('');
  });

  it('prints no key when it crashes, and exits 1', async () => {
    const { folder, asked } = await hangingAccount();
    const crash = "process.on('SIGUSR2', () => { throw new Error('boom ' + process.env.MAILGUN_API_KEY) })";
    const run = start(['plan'], {
      cwd: folder,
      env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(crash)}` },
    });
    await asked();
    run.child.kill('SIGUSR2');
    expect(await run.ended).toBe(1);
    expect(run.stderr()).toContain('boom [redacted]');
    expect(run.stderr()).toContain('this is a bug in mghooks');
    expect(run.stderr()).not.toContain(CANARY_KEY);
  });
});
