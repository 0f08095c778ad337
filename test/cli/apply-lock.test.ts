import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { takeApplyLock } from '../../src/adapters/budget/redis/apply-lock.ts';
import { createRandom } from '../../src/adapters/clock/random.ts';
import { budgetId } from '../../src/cli/budgets.ts';
import { createProcessTable } from '../../src/cli/process-table.ts';
import type { FaultRule } from '../../src/emulator/faults/fault-rule.ts';
import { Secret } from '../../src/model/secret.ts';
import { withInspectedRedis } from '../adapters/budget/redis/inspected-redis.ts';
import { clock, never, restAccount } from '../adapters/budget/redis/window.ts';
import { CANARY_KEY } from '../support/canary.ts';
import { runCommandLine } from '../support/command-line.ts';
import { madeUpAccount } from '../support/daemon-parts.ts';
import { withEmulator } from '../support/emulator.ts';
import { atTerminal } from '../support/pty.ts';
import { redisMissing } from '../support/redis-server.ts';
import { until } from '../support/until.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

/** The program as it is installed. `npm test` builds it first; alone: npm run build. */
const MAIN = process.env['MGHOOKS_TEST_MAIN'] ?? join(import.meta.dirname, '../../dist/cli/main.js');

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';

/** An account on an emulator that lacks one URL, and a Redis that knows it as rested. */
async function accountWithRedis(faults: readonly FaultRule[] = []) {
  const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': { clicked: [A] } } }, faults });
  const redis = await withInspectedRedis();
  const account = budgetId({ ...madeUpAccount('main'), baseUrl: emulator.origin }, new Secret(CANARY_KEY));
  await restAccount(redis.url, account);
  const folder = workspace({
    'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: { clicked: [${A}, ${B}] } }\n`,
  });
  const writes = () => emulator.requests().filter(({ method }) => method !== 'GET').length;
  return { emulator, redis, folder, writes, lock: `mghooks:1:{${account}}:apply`, account };
}

/** Runs `mghooks` as a process of its own, with a state folder of its own. */
function start(folder: string, words: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], MAILGUN_API_KEY: CANARY_KEY, MGHOOKS_STATE_DIR: workspace() },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => Number(code));
  return { pid: child.pid ?? 0, output: () => output, ended, kill: () => child.kill('SIGKILL') };
}

describe.skipIf(redisMissing)('two commands that write to one account, with one Redis', () => {
  it('wait for each other while a person thinks about the question; then nothing is left to do', async () => {
    const { emulator, redis, folder, writes } = await accountWithRedis();
    const person = atTerminal(['apply', '--redis-url', redis.url], folder);
    await person.sees("Only 'yes' will do: ");
    const second = start(folder, ['apply', '--yes', '--redis-url', redis.url]);
    await until(() => second.output().includes('waiting-for-lock'), second.output);
    const asked = emulator.requests().length;
    await clock.sleep(500);
    // A plan made while it waits could be of the past when it is carried out.
    expect(emulator.requests()).toHaveLength(asked);
    person.type('yes\r');
    expect(await person.exitCode, person.screen()).toBe(0);
    expect(await second.ended, second.output()).toBe(0);
    expect(second.output()).toContain("waiting for 'mghooks apply' (process ");
    expect(second.output()).toContain('No changes');
    expect(writes()).toBe(1);
    expect(emulator.webhooks('mg.example.com')).toEqual({ clicked: [A, B] });
  });

  it('do not wait for one that was killed', async () => {
    const { emulator, redis, folder, writes } = await accountWithRedis([
      { match: { method: 'PUT', nth: 1 }, fault: { kind: 'hang', when: 'before' } },
    ]);
    const first = start(folder, ['apply', '--yes', '--redis-url', redis.url]);
    await until(() => writes() === 1, first.output);
    const second = start(folder, ['apply', '--yes', '--redis-url', redis.url]);
    await until(() => second.output().includes(`process ${first.pid} on`), second.output);
    const killedMs = clock.nowMs();
    first.kill();
    expect(await second.ended, second.output()).toBe(0);
    // Its lease had most of 20 s to go.
    expect(clock.nowMs() - killedMs).toBeLessThan(8000);
    expect(emulator.webhooks('mg.example.com')).toEqual({ clicked: [A, B] });
  });

  it('end with code 1 after --lock-timeout, and name the one that has the lock', async () => {
    const { emulator, redis, folder } = await accountWithRedis();
    const person = atTerminal(['apply', '--redis-url', redis.url], folder);
    await person.sees("Only 'yes' will do: ");
    const asked = emulator.requests().length;
    const second = start(folder, ['apply', '--yes', '--redis-url', redis.url, '--lock-timeout', '1s']);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(
      /error: 'mghooks apply' \(process \d+ on .+\) works on this account through the same Redis; waited 1 s/,
    );
    expect(emulator.requests()).toHaveLength(asked);
    person.type('no\r');
    expect(await person.exitCode, person.screen()).toBe(3);
    expect(await redis.inspector.keys('*:apply')).toEqual([]);
  });

  it('write nothing when another one has taken the lock in the meantime', async () => {
    const { redis, folder, writes, lock } = await accountWithRedis();
    const person = atTerminal(['apply', '--redis-url', redis.url], folder);
    await person.sees("Only 'yes' will do: ");
    const holder = { host: 'far-away', pid: 5, startedAt: '1', command: 'mghooks rollback' };
    await redis.inspector.hset(lock, { token: 'another', holder: JSON.stringify(holder) });
    const calls = await redis.scriptCalls();
    await vi.waitFor(async () => expect(await redis.scriptCalls()).toBeGreaterThan(calls + 1), 9000);
    person.type('yes\r');
    expect(await person.exitCode, person.screen()).toBe(1);
    expect(person.screen()).toContain(
      "'mghooks rollback' (process 5 on far-away) has the lock of the account",
    );
    expect(writes()).toBe(0);
    expect(await redis.inspector.hget(lock, 'token')).toBe('another');
  });

  it('are all commands that write; the others do not ask for the lock', async () => {
    const { emulator, redis, folder, account, writes } = await accountWithRedis();
    const environment = { MGHOOKS_REDIS_URL: redis.url, MGHOOKS_STATE_DIR: workspace() };
    const run = (line: string) => runCommandLine(line.split(' '), { workingDirectory: folder, environment });
    expect((await run('plan --out later.json')).code).toBe(0);
    const applied = await run('apply --yes');
    const planId = /plan ([0-9a-f]{12})/i.exec(applied.stdout)?.[1];
    expect(planId, applied.output).toBeDefined();
    const done = writes();

    const lock = await takeApplyLock({
      redisUrl: redis.url,
      account,
      processes: createProcessTable('mghooks elsewhere'),
      machine: '',
      clock,
      random: createRandom(),
      timeoutMs: 0,
      signal: never,
      onWait: () => undefined,
    });
    const asked = emulator.requests().length;
    for (const line of ['apply', 'apply later.json', 'run --once', `rollback ${planId}`]) {
      const { code, stderr } = await run(`${line} --yes --lock-timeout 0s`);
      expect({ line, code }, stderr).toEqual({ line, code: 1 });
      expect(stderr).toContain("'mghooks elsewhere' (process ");
    }
    expect(emulator.requests()).toHaveLength(asked);
    for (const line of [
      'plan',
      'apply --dry-run',
      `rollback ${planId} --dry-run`,
      'explain mg.example.com',
    ]) {
      const { code, stderr } = await run(`${line} --lock-timeout 0s`);
      expect({ line, code }, stderr).toEqual({ line, code: 0 });
    }
    expect(writes()).toBe(done);
    await lock.release();
    expect((await run(`rollback ${planId} --yes --lock-timeout 0s`)).code).toBe(0);
    expect(emulator.webhooks('mg.example.com')).toEqual({ clicked: [A] });
  });
});
