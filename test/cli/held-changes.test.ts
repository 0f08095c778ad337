import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { type AuditedAccount, auditedAccount } from '../support/audited-account.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const C = 'https://hooks.example.com/c';
const OTHERS = { delivered: [A, B, C] };

const SCHEMA = new URL('../../schemas/plan.schema.json', import.meta.url);
const isPlan = new Ajv({ strict: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

const writesOf = ({ emulator }: AuditedAccount) =>
  emulator.requests().filter(({ method }) => method !== 'GET').length;

/** An account where something else sets `clicked` after each of our applies. */
async function fight(urls: readonly (readonly string[])[]): Promise<AuditedAccount> {
  const account = await auditedAccount({ 'mg.example.com': { ...OTHERS, clicked: [B] } });
  account.configure(`{ clicked: ${A} }`);
  for (const theirs of urls) {
    await account.apply();
    account.emulator.setWebhooks('mg.example.com', 'clicked', theirs);
  }
  return account;
}

describe('a webhook that something else changes back', () => {
  it('is held after the third rewrite, and said, with exit code 1', async () => {
    const account = await fight([[B], [C], [B]]);
    const sent = writesOf(account);
    const { stdout, code } = await account.run('apply --yes');
    expect(stdout).toMatch(
      /! clicked {2}\(held until \d{4}-\d\d-\d\dT\d\d:\d\dZ: written 3 times since .* UTC, and something else changed it each time\)/,
    );
    expect(stdout).toContain('Plan incomplete: 0 of 1 domain in sync, 1 change held.');
    expect(code).toBe(1);
    expect(writesOf(account)).toBe(sent);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ ...OTHERS, clicked: [B] });
  });

  it('is not held before', async () => {
    const account = await fight([[B], [B]]);
    expect((await account.run('apply --yes')).code).toBe(0);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ ...OTHERS, clicked: [A] });
  });

  it('does not hold the rest of its domain', async () => {
    const account = await fight([[B], [B], [B]]);
    account.configure(`{ clicked: ${A}, opened: ${A} }`);
    const { code } = await account.run('apply --yes');
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ ...OTHERS, clicked: [B], opened: [A] });
    expect(code).toBe(1);
  });

  it('is written all the same when a person approves the plan with it', async () => {
    const account = await fight([[B], [B], [B]]);
    const { stdout } = await account.run('apply --yes');
    const command = /mghooks (apply .*--approve .*)$/m.exec(stdout)?.[1] ?? '';
    expect(command).not.toBe('');
    expect((await account.run(command)).code).toBe(0);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ ...OTHERS, clicked: [A] });
  });

  it('is no longer held once the configuration asks for something else', async () => {
    const account = await fight([[B], [B], [B]]);
    account.configure(`{ clicked: ${C} }`);
    expect((await account.run('apply --yes')).code).toBe(0);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ ...OTHERS, clicked: [C] });
  });

  it('can still be rolled back', async () => {
    const account = await fight([[B], [B], [A]]);
    const { stdout } = await account.run('history --limit 1 --output json');
    const [{ name }] = JSON.parse(stdout).plans;
    expect((await account.run(`rollback ${name} --yes`)).code).toBe(0);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ ...OTHERS, clicked: [B] });
  });

  it.each([
    ['markdown', '> **1 change held**'],
    ['github', '::error title=Held%3A clicked of mg.example.com::written 3 times'],
  ])('is said in %s too', async (format, text) => {
    const account = await fight([[B], [C], [B]]);
    const { stdout, code } = await account.run(`plan --output ${format}`);
    expect(stdout).toContain('something else changed it each time');
    expect(stdout).toContain(text);
    expect(code).toBe(1);
  });

  it('is said to machines, in JSON that fits its schema', async () => {
    const account = await fight([[B], [C], [B]]);
    const { stdout } = await account.run('plan --output json');
    const plan = JSON.parse(stdout);
    expect(isPlan(plan), JSON.stringify(isPlan.errors)).toBe(true);
    expect(plan).toMatchObject({
      summary: { held: 1, update: 0, inSync: 0 },
      domains: [{ inSync: false, changes: [], held: [{ kind: 'update', eventType: 'clicked', to: [A] }] }],
      heldCommand: expect.stringMatching(/^mghooks apply --approve [0-9a-f]{12} --allow-deletes 1$/),
    });
  });

  it('is forgotten without a state folder, and nothing else', async () => {
    const account = await fight([[B], [B], [B]]);
    const { code } = await account.run('apply --yes --state-dir other');
    expect(code).toBe(0);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ ...OTHERS, clicked: [A] });
  });
});

it('A write that has no effect is held after three passes, and both reasons it may have are said', async () => {
  const account = await auditedAccount({ 'mg.example.com': { ...OTHERS, clicked: [B] } });
  account.emulator.addFault({ match: { method: 'PUT' }, fault: { kind: 'ignore-write' } });
  account.configure(`{ clicked: ${A} }`);
  for (let pass = 0; pass < 3; pass += 1) await account.apply();
  expect(account.emulator.webhooks('mg.example.com')).toEqual({ ...OTHERS, clicked: [B] });
  const sent = writesOf(account);
  const { stdout, code } = await account.run('apply --yes');
  expect(stdout).toContain('found as before each time');
  expect(stdout).toContain('Mailgun accepts the write and does not carry it out');
  expect(code).toBe(1);
  expect(writesOf(account)).toBe(sent);
});
