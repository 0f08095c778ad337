import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { auditedAccount } from '../support/audited-account.ts';
import { CANARY_KEY } from '../support/canary.ts';
import { until } from '../support/until.ts';

/** The program as it is installed. `npm test` builds it first; alone: npm run build. */
const MAIN = process.env['MGHOOKS_TEST_MAIN'] ?? join(import.meta.dirname, '../../dist/cli/main.js');

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';

it.each(['before', 'after'] as const)(
  'An apply that is killed while a call is under way, %s it had its effect, leaves the call in the history, for a rollback',
  { timeout: 60_000 },
  async (when) => {
    const account = await auditedAccount({ 'mg.example.com': { clicked: [B], opened: [B], delivered: [B] } });
    account.configure(`{ clicked: ${A} }`);
    account.emulator.addFault({ match: { method: 'PUT' }, fault: { kind: 'hang', when } });
    const child = spawn(process.execPath, [MAIN, 'apply', '--yes'], {
      cwd: account.folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        MAILGUN_API_KEY: CANARY_KEY,
        MGHOOKS_STATE_DIR: account.stateFolder,
      },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await until(() => account.emulator.requests().some(({ method }) => method === 'PUT'));
    child.kill('SIGKILL');
    await ended;
    account.emulator.clearFaults();
    const { stdout } = await account.run('history --output json');
    const [{ planId, unknown }] = JSON.parse(stdout).plans;
    expect(unknown).toBe(1);
    expect((await account.run(`history ${planId}`)).stdout).toContain('unknown: the answer was lost');
    expect((await account.run(`rollback ${planId} --yes`)).code).toBe(0);
    expect(account.emulator.webhooks('mg.example.com')['clicked']).toEqual([B]);
  },
);
