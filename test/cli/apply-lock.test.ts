import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ApplyLock, takeApplyLock } from '../../src/adapters/budget/redis/apply-lock.ts';
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
/** Event types that no plan touches: with them no removal here is a large part of the account. */
const KEPT = { delivered: [A], opened: [A], complained: [A] };

/** An account on an emulator that lacks one URL, and a Redis that knows it as rested. */
async function accountWithRedis(faults: readonly FaultRule[] = []) {
  const emulator = await withEmulator({
    seed: { domains: { 'mg.example.com': { ...KEPT, clicked: [A] } } },
    faults,
  });
  const redis = await withInspectedRedis();
  const account = budgetId({ ...madeUpAccount('main'), baseUrl: emulator.origin }, new Secret(CANARY_KEY));
  await restAccount(redis.url, account);
  const folder = workspace({
    'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: { clicked: [${A}, ${B}] } }\n`,
  });
  const writes = () => emulator.requests().filter(({ method }) => method !== 'GET').length;
  return { emulator, redis, folder, writes, lock: `mghooks:1:{${account}}:apply`, account };
}

/** The lock of an account, held by a process that goes on. */
function lockElsewhere(redisUrl: string, account: string): Promise<ApplyLock> {
  return takeApplyLock({
    redisUrl,
    account,
    processes: createProcessTable('mghooks elsewhere'),
    machine: '',
    clock,
    random: createRandom(),
    timeoutMs: 0,
    signal: never,
    onWait: () => undefined,
  });
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
    expect(second.output()).toContain('Nothing to do');
    expect(writes()).toBe(1);
    expect(emulator.webhooks('mg.example.com')).toEqual({ ...KEPT, clicked: [A, B] });
  });

  it('do not wait for one that was killed', async () => {
    const { emulator, redis, folder, writes } = await accountWithRedis([
      { match: { method: 'POST', nth: 1 }, fault: { kind: 'hang', when: 'before' } },
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
    expect(emulator.webhooks('mg.example.com')).toEqual({ ...KEPT, clicked: [A, B] });
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
    await vi.waitFor(async () => expect(await redis.scriptCalls()).toBeGreaterThan(calls), 9000);
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
    const planId = /Plan id: ([0-9a-f]{12})/.exec(applied.stdout)?.[1];
    expect(planId, applied.output).toBeDefined();
    const done = writes();

    const lock = await lockElsewhere(redis.url, account);
    const asked = emulator.requests().length;
    for (const line of ['apply', 'apply later.json', 'run --once', `rollback ${planId}`]) {
      const { code, stderr } = await run(`${line} --yes --lock-timeout 0s`);
      expect({ line, code }, stderr).toEqual({ line, code: 1 });
      expect(stderr).toContain("'mghooks elsewhere' (process ");
    }
    expect(emulator.requests()).toHaveLength(asked);
    for (const line of ['plan', 'apply --dry-run', `rollback ${planId} --dry-run`]) {
      const { code, stderr } = await run(`${line} --lock-timeout 0s`);
      expect({ line, code }, stderr).toEqual({ line, code: 0 });
    }
    expect(writes()).toBe(done);
    await lock.release();
    expect((await run(`rollback ${planId} --yes --lock-timeout 0s`)).code).toBe(0);
    expect(emulator.webhooks('mg.example.com')).toEqual({ ...KEPT, clicked: [A] });
  });

  it.each(['key-of-a', 'key-of-b'])('lock the accounts they write to, and no others: %s', async (busy) => {
    const emulator = await withEmulator({ seed: { domains: { 'a.example.com': {}, 'b.example.com': {} } } });
    const redis = await withInspectedRedis();
    const idOf = (key: string) =>
      budgetId({ ...madeUpAccount('a'), baseUrl: emulator.origin }, new Secret(key));
    for (const key of ['key-of-a', 'key-of-b']) await restAccount(redis.url, idOf(key));
    const account = (name: string) => `{ baseUrl: ${emulator.origin}, apiKey: { env: KEY_OF_${name} } }`;
    const domain = (name: string) => `{ account: ${name}, webhooks: { clicked: ${A} } }`;
    const workingDirectory = workspace({
      'config/a.yaml': `version: 1\naccounts:\n  a: ${account('A')}\n  b: ${account('B')}\ndomains:\n  a.example.com: ${domain('a')}\n  b.example.com: ${domain('b')}\n`,
    });
    const environment = { KEY_OF_A: 'key-of-a', KEY_OF_B: 'key-of-b', MGHOOKS_REDIS_URL: redis.url };
    const run = (line: string) => runCommandLine(line.split(' '), { workingDirectory, environment });
    const lock = await lockElsewhere(redis.url, idOf(busy));
    const both = await run('apply --yes --lock-timeout 0s');
    expect(both.code, both.output).toBe(1);
    expect(emulator.requests()).toEqual([]);
    expect(await redis.inspector.keys('*:apply')).toEqual([`mghooks:1:{${idOf(busy)}}:apply`]);
    const free = await run(`apply --account ${busy === 'key-of-a' ? 'b' : 'a'} --yes --lock-timeout 0s`);
    expect(free.code, free.output).toBe(0);
    await lock.release();
    const last = await run('apply --yes --lock-timeout 0s');
    expect(last.code, last.output).toBe(0);
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [A] });
    expect(emulator.webhooks('b.example.com')).toEqual({ clicked: [A] });
  });
});
