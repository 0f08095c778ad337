import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { auditedAccount } from '../../support/audited-account.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const C = 'https://hooks.example.com/c';
const SECRET = 'https://user:c4n4ry-p4ss@hooks.example.com/hook';

const SCHEMA = new URL('../../../schemas/plan.schema.json', import.meta.url);
const isPlan = new Ajv({ strict: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

const BEFORE = { clicked: [B], complained: [B], delivered: [A, B] };

/** An account on which a plan changed `clicked`, deleted `complained` and created `opened`. */
async function changed() {
  const account = await auditedAccount({ 'mg.example.com': BEFORE });
  account.configure(`{ clicked: [${A}], complained: [], opened: [${A}, ${B}], delivered: [${A}, ${B}] }`);
  const id = await account.apply();
  const webhooks = () => account.emulator.webhooks('mg.example.com');
  const writes = () => account.emulator.requests().filter(({ method }) => method !== 'GET').length;
  return { account, id, webhooks, writes };
}

describe('mghooks rollback', () => {
  it('brings back what a plan changed, and says that the configuration has to change too', async () => {
    const { account, id, webhooks } = await changed();
    const { stdout, stderr, code } = await account.run(`rollback ${id} --yes`);
    expect(webhooks()).toEqual(BEFORE);
    expect(stderr).toMatch(
      new RegExp(`^Rolling back plan ${id}, carried out at .* by .*@.* \\(\\d calls\\)\\.`, 'm'),
    );
    expect(stderr).toContain('note: change the configuration too.');
    expect(stderr).toContain('  mg.example.com clicked\n');
    expect(stdout).toContain('Applied: 1 created, 1 updated, 1 deleted.');
    expect(stdout).not.toContain('unmanaged');
    expect(stdout).toContain(`- ${A}  (not there before plan ${id})`);
    expect(stdout).not.toContain('foreign');
    expect(code).toBe(0);
  });

  it('shows the way back and writes nothing as a dry run', async () => {
    const { account, id, webhooks, writes } = await changed();
    const sent = writes();
    const after = webhooks();
    const { stdout, code } = await account.run(`rollback ${id} --dry-run`);
    expect(stdout).toContain('Plan: 1 to create, 1 to update, 1 to delete');
    expect(code).toBe(0);
    expect(webhooks()).toEqual(after);
    expect(writes()).toBe(sent);
  });

  it('can be rolled back itself', async () => {
    const { account, id, webhooks } = await changed();
    const after = webhooks();
    await account.run(`rollback ${id} --yes`);
    const { stdout } = await account.run('history --limit 1 --output json');
    const [{ planId }] = JSON.parse(stdout).plans;
    expect(planId).not.toBe(id);
    await account.run(`rollback ${planId} --yes`);
    expect(webhooks()).toEqual(after);
  });

  it('has nothing to do a second time', async () => {
    const { account, id, writes } = await changed();
    await account.run(`rollback ${id} --yes`);
    const sent = writes();
    const { stdout, code } = await account.run(`rollback ${id} --yes`);
    expect(stdout).toContain('Nothing to do: 1 of 1 domain in sync.');
    expect(code).toBe(0);
    expect(writes()).toBe(sent);
  });

  it('leaves alone what changed since, says so, and exits 1', async () => {
    const { account, id, webhooks } = await changed();
    account.emulator.setWebhooks('mg.example.com', 'clicked', [A, C]);
    const { stdout, code } = await account.run(`rollback ${id} --yes`);
    expect(stdout).toContain(`! clicked  (held: changed since plan ${id}, so it is not overwritten)`);
    expect(stdout).toContain('1 change held');
    expect(webhooks()).toEqual({ clicked: [A, C], complained: [B], delivered: [A, B] });
    expect(code).toBe(1);
  });

  it('touches no webhook that the plan did not change', async () => {
    const { account, id, webhooks } = await changed();
    account.emulator.setWebhooks('mg.example.com', 'delivered', [C]);
    await account.run(`rollback ${id} --yes`);
    expect(webhooks()).toEqual({ ...BEFORE, delivered: [C] });
  });

  it('says nothing of the configuration where it was changed first', async () => {
    const { account, id, webhooks } = await changed();
    account.configure(`{ clicked: [${B}], complained: [${B}], opened: [], delivered: [${A}, ${B}] }`);
    const { stderr } = await account.run(`rollback ${id} --yes`);
    expect(stderr).not.toContain('note:');
    expect(webhooks()).toEqual(BEFORE);
    expect((await account.run('plan')).stdout).toContain('Nothing to do');
  });

  it('brings back a URL with credentials, which no output and no file shows', async () => {
    const account = await auditedAccount({ 'mg.example.com': { clicked: [SECRET] } });
    account.configure(`{ clicked: ${A} }`);
    const id = await account.apply();
    const { output } = await account.run(`rollback ${id} --yes`);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ clicked: [SECRET] });
    expect(output).not.toContain('c4n4ry');
    expect(account.stateText()).not.toContain('c4n4ry');
  });

  it('says which webhooks cannot be brought back once the API key was rotated, and brings back the others', async () => {
    const account = await auditedAccount({ 'mg.example.com': { clicked: [SECRET], opened: [A] } });
    account.configure(`{ clicked: [${A}], opened: [${B}] }`);
    const id = await account.apply();
    const { stderr, code, output } = await account.run(`rollback ${id} --yes`, {
      environment: { MAILGUN_API_KEY: 'key-rotated-since' },
    });
    expect(stderr).toMatch(
      /'clicked' of mg\.example\.com cannot be rolled back: https:\/\/\[\w+\]@hooks\.example\.com\/hook was sealed/,
    );
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ clicked: [A], opened: [A] });
    expect(code).toBe(1);
    expect(output).not.toContain('c4n4ry');
  });

  it('goes through the guard like any other plan', async () => {
    const strict = '    guard: { maxDeletes: 1, maxDeletePercent: 100 }\n';
    const account = await auditedAccount({ 'mg.example.com': { delivered: [C] } }, strict);
    account.configure(`{ clicked: [${A}, ${B}] }`);
    const id = await account.apply();
    const refused = await account.run(`rollback ${id} --yes`);
    expect(refused.stdout).toContain('maxDeletes is 1');
    expect(refused.code).toBe(3);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ clicked: [A, B], delivered: [C] });
    const command = /mghooks (rollback .* --approve .*)$/m.exec(refused.stdout)?.[1] ?? '';
    expect((await account.run(command)).code).toBe(0);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ delivered: [C] });
  });

  it('needs no end mark: what it removes, it knows from the trail', async () => {
    const { account, id, webhooks } = await changed();
    account.configure(`{ clicked: [${A}] }`, '', '');
    expect((await account.run('apply --yes')).stdout).toContain(
      "config/domains.yaml does not end with the line '...'",
    );
    const { code, stdout } = await account.run(`rollback ${id} --yes`);
    expect(stdout).not.toContain('Note');
    expect(code).toBe(0);
    expect(webhooks()).toEqual(BEFORE);
  });

  it('asks a person before anything is written', async () => {
    const { account, id, writes } = await changed();
    const sent = writes();
    const { code } = await account.run(`rollback ${id}`, { answer: 'no' });
    expect(code).toBe(3);
    expect(writes()).toBe(sent);
  });

  it('is limited to the domains that match', async () => {
    const account = await auditedAccount({ 'mg.example.com': {}, 'news.example.com': { opened: [C] } });
    account.configure(`{ clicked: ${A} }`, `  news.example.com:\n    webhooks: { clicked: ${A} }\n`);
    const id = await account.apply();
    await account.run(`rollback ${id} --yes --domain news.example.com`);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ clicked: [A] });
    expect(account.emulator.webhooks('news.example.com')).toEqual({ opened: [C] });
  });

  it('lets a person choose where a plan ran more than once, and reverses that run alone', async () => {
    const account = await auditedAccount({ 'mg.example.com': { clicked: [B] } });
    account.configure(`{ clicked: ${A} }`);
    const id = await account.apply();
    account.emulator.setWebhooks('mg.example.com', 'clicked', [B]);
    await account.apply();
    const refused = await account.run(`rollback ${id} --yes`);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(`Plan ${id} was carried out 2 times; name the one to roll back:`);
    const names = refused.stderr.match(new RegExp(`${id}@[0-9a-f]{8}`, 'g')) ?? [];
    expect(new Set(names).size).toBe(2);
    const { stderr, code } = await account.run(`rollback ${names[1]} --yes`);
    expect(stderr).toContain('(1 call)');
    expect(code).toBe(0);
    expect(account.emulator.webhooks('mg.example.com')).toEqual({ clicked: [B] });
  });

  it('gives a command that names the run where the guard wants a yes', async () => {
    const strict = '    guard: { maxDeletes: 1, maxDeletePercent: 100 }\n';
    const account = await auditedAccount({ 'mg.example.com': { delivered: [C] } }, strict);
    account.configure(`{ clicked: [${A}, ${B}] }`);
    const id = await account.apply();
    account.emulator.setWebhooks('mg.example.com', 'clicked', []);
    await account.apply();
    const { stderr } = await account.run(`rollback ${id} --yes`);
    const [name = ''] = stderr.match(new RegExp(`${id}@[0-9a-f]{8}`)) ?? [];
    const refused = await account.run(`rollback ${name} --yes`);
    const command = /mghooks (rollback .* --approve .*)$/m.exec(refused.stdout)?.[1] ?? '';
    expect(command).toContain(`rollback ${name} `);
    expect((await account.run(command)).code).toBe(0);
  });

  it('says of each domain under observe that apply would not touch it', async () => {
    const account = await auditedAccount({
      'mg.example.com': { opened: [C] },
      'news.example.com': { opened: [C] },
    });
    const both = (policy: string) =>
      account.configure(
        `{ clicked: ${A} }`,
        `  news.example.com:\n${policy}    webhooks: { clicked: ${A} }\n`,
      );
    both('');
    const id = await account.apply();
    both('    policy: observe\n');
    const { stdout } = await account.run(`rollback ${id} --dry-run`);
    const [mg = '', news = ''] = stdout.split('\n\n');
    expect(mg).not.toContain('observe');
    expect(news).toContain('  ! policy observe  (would not be touched by apply)\n');
    const markdown = await account.run(`rollback ${id} --dry-run --output markdown`);
    expect(markdown.stdout.match(/^! policy observe {2}\(would not be touched by apply\)$/gm)).toHaveLength(
      1,
    );
    const json = await account.run(`rollback ${id} --dry-run --output json`);
    const plan = JSON.parse(json.stdout);
    expect(isPlan(plan), JSON.stringify(isPlan.errors)).toBe(true);
    expect(plan.domains.map((each: Record<string, unknown>) => each['configuredPolicy'])).toEqual([
      undefined,
      'observe',
    ]);
    await account.run(`rollback ${id} --yes`);
    expect(account.emulator.webhooks('news.example.com')).toEqual({ opened: [C] });
  });

  it('says so when the folder holds no audit trail', async () => {
    const { account, id } = await changed();
    const { stderr, code } = await account.run(`rollback ${id} --state-dir elsewhere`);
    expect(stderr).toMatch(/There is no audit trail in .*elsewhere, so nothing is known of plan/);
    expect(code).toBe(4);
  });

  it.each([
    ['rollback 0000', 'The audit trail knows no plan'],
    ['rollback nonsense', "'nonsense' is no plan id"],
    ['rollback', "missing required argument 'plan-id'"],
  ])('takes %j for a mistake', async (line, message) => {
    const { account, writes } = await changed();
    const sent = writes();
    const { stderr, code } = await account.run(line);
    expect(stderr).toContain(message);
    expect(code).toBe(4);
    expect(writes()).toBe(sent);
  });
});
