import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import { auditedAccount } from '../../support/audited-account.ts';
import { createHurriedClock } from '../../support/hurried-clock.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const SECRET = 'https://user:c4n4ry-p4ss@hooks.example.com/hook';

/** Applies a change of `clicked` from B whose answer is lost, and after which no read comes through. */
async function lost(when: 'before' | 'after', to: string = A) {
  const account = await auditedAccount({ 'mg.example.com': { clicked: [B] } });
  account.configure(`{ clicked: '${to}' }`);
  const write: FaultRule = { match: { method: 'PUT' }, fault: { kind: 'reset', when } };
  account.emulator.addFault(write);
  // The plan is made from the first read.
  account.emulator.addFault({
    match: { method: 'GET', nth: 2, times: 1000 },
    fault: { kind: 'reset', when: 'before' },
  });
  const { stdout, code } = await account.run('apply --yes', { clock: createHurriedClock() });
  account.emulator.clearFaults();
  const id = /Plan id: ([0-9a-f]{12})/.exec(stdout)?.[1] ?? '';
  return { account, id, code, webhooks: () => account.emulator.webhooks('mg.example.com') };
}

describe('a call whose answer was lost, and after which no read came through', () => {
  it('stands in the history, as of unknown outcome', async () => {
    const { account, id, code } = await lost('after');
    expect(code).toBe(1);
    expect((await account.run('history')).stdout).toContain(`  ${id}  +1 -1  1 call, 1 unknown  `);
    const one = await account.run(`history ${id}`);
    expect(one.stdout).toContain(
      'PUT /v3/domains/mg.example.com/webhooks/clicked  unknown: the answer was lost\n',
    );
    expect(one.stdout).toContain(`    clicked\n  +   ${A}\n  -   ${B}\n`);
  });

  it('is told from the others in every format', async () => {
    const { account, id } = await lost('after');
    const { stdout } = await account.run(`history ${id} --output json`);
    expect(JSON.parse(stdout).plans).toMatchObject([{ unknown: 1, entries: [{ outcome: 'unknown' }] }]);
    expect((await account.run(`history ${id} --output markdown`)).stdout).toContain(
      '(unknown: the answer was lost) @@',
    );
    expect((await account.run('history --output markdown')).stdout).toContain('| 1, 1 unknown |');
  });

  it('is rolled back if it was carried out', async () => {
    const { account, id, webhooks } = await lost('after');
    expect(webhooks()).toEqual({ clicked: [A] });
    const { stderr, code } = await account.run(`rollback ${id} --yes`);
    expect(stderr).toContain('(1 call, 1 unknown)');
    expect(code).toBe(0);
    expect(webhooks()).toEqual({ clicked: [B] });
  });

  it('is an empty plan to roll back if it was not', async () => {
    const { account, id, webhooks } = await lost('before');
    expect(webhooks()).toEqual({ clicked: [B] });
    const { stdout, code } = await account.run(`rollback ${id} --yes`);
    expect(stdout).toContain('Nothing to do');
    expect(code).toBe(0);
    expect(webhooks()).toEqual({ clicked: [B] });
  });

  it('shows no credential, and keeps none in clear', async () => {
    const { account, id, webhooks } = await lost('after', SECRET);
    expect(account.stateText()).not.toContain('c4n4ry');
    expect((await account.run(`history ${id}`)).output).not.toContain('c4n4ry');
    await account.run(`rollback ${id} --yes`);
    expect(webhooks()).toEqual({ clicked: [B] });
  });
});

it('Removals of unknown outcome count against the guard of the next command', async () => {
  const account = await auditedAccount(
    { 'mg.example.com': { clicked: [A, B], opened: [A, B] }, 'news.example.com': { clicked: [A, B] } },
    '    guard: { maxDeletes: 2, maxDeletePercent: 100 }\n',
  );
  account.configure('{ clicked: [] }', `  news.example.com:\n    webhooks: { clicked: ${A} }\n`);
  account.emulator.addFault({ match: { method: 'DELETE' }, fault: { kind: 'reset', when: 'after' } });
  account.emulator.addFault({ match: { method: 'GET', nth: 2, times: 1000 }, fault: { kind: 'reset' } });
  await account.run('apply --yes --domain mg.example.com', { clock: createHurriedClock() });
  account.emulator.clearFaults();
  const { stdout, code } = await account.run('apply --yes --domain news.example.com');
  expect(stdout).toContain('maxDeletes is 2');
  expect(code).toBe(3);
  expect(account.emulator.webhooks('news.example.com')).toEqual({ clicked: [A, B] });
});
