import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditedAccount } from '../../support/audited-account.ts';
import { runCommandLine } from '../../support/command-line.ts';
import { workspace } from '../../support/workspace.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const SECRET = 'https://user:c4n4ry-p4ss@hooks.example.com/hook';
const PIPELINE = { GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'octocat', GITHUB_SHA: '7f3c2b1a90d8e7f6' };

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;

async function twoPlans() {
  const account = await auditedAccount({
    'mg.example.com': { clicked: [B], delivered: [B] },
    'news.example.com': {},
  });
  account.configure(`{ clicked: ${A} }`, `  news.example.com:\n    webhooks: { opened: [${A}, ${B}] }\n`);
  const first = await account.apply();
  account.configure('{ clicked: [] }');
  const { stdout } = await account.run('apply --yes', { environment: PIPELINE });
  const second = /Plan id: ([0-9a-f]{12})/.exec(stdout)?.[1] ?? '';
  return { account, first, second };
}

describe('mghooks history', () => {
  it('lists the plans that were carried out, newest first, with who did it', async () => {
    const { account, first, second } = await twoPlans();
    const { stdout, stderr, code } = await account.run('history');
    const [newer = '', older = '', ...rest] = stdout.split('\n');
    expect(newer).toMatch(
      new RegExp(`^${TIME}  ${second}  \\+0 -1  1 call   octocat at 7f3c2b1a +mg.example.com$`),
    );
    expect(older).toMatch(
      new RegExp(`^${TIME}  ${first}  \\+3 -1  2 calls  .+@.+  mg.example.com, news.example.com$`),
    );
    expect(rest).toEqual(['']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('needs no configuration, no key and no network', async () => {
    const { account, first } = await twoPlans();
    const asked = account.emulator.requests().length;
    const { stdout, code } = await runCommandLine(['history', '--state-dir', account.stateFolder], {
      workingDirectory: '/',
      environment: { MAILGUN_API_KEY: '' },
    });
    expect(stdout).toContain(first);
    expect(code).toBe(0);
    expect(account.emulator.requests()).toHaveLength(asked);
  });

  it('shows each call of one plan, before and after', async () => {
    const { account, first } = await twoPlans();
    const { stdout } = await account.run(`history ${first.slice(0, 6)}`);
    expect(stdout).toContain(`Plan ${first}, carried out `);
    expect(stdout).toContain('mg.example.com  PUT /v3/domains/mg.example.com/webhooks/clicked\n');
    expect(stdout).toContain(`    clicked\n  +   ${A}\n  -   ${B}\n`);
    expect(stdout).toContain(`    opened\n  +   ${A}\n  +   ${B}\n`);
  });

  it.each([
    ['--domain news.*', ['first']],
    ['--domain MG.example.com', ['second', 'first']],
    ['--limit 1', ['second']],
    ['--since 1h', ['second', 'first']],
    ['--since 0s', []],
    ['--account main', ['second', 'first']],
  ] as const)('is limited by %s', async (flags, names) => {
    const plans = await twoPlans();
    const { stdout } = await plans.account.run(`history ${flags} --output json`);
    const { plans: shown } = JSON.parse(stdout);
    expect(shown.map(({ planId }: { planId: string }) => planId)).toEqual(names.map((name) => plans[name]));
  });

  it('says how many older plans it left out', async () => {
    const { account } = await twoPlans();
    expect((await account.run('history --limit 1')).stdout).toContain('1 older plan left out');
  });

  it('tells a folder without an audit trail from an empty answer, with exit code 0', async () => {
    const empty = workspace();
    const { stdout, code } = await runCommandLine(['history', '--state-dir', empty]);
    expect(stdout).toMatch(`There is no audit trail in ${empty}: `);
    expect(stdout).toContain('--state-dir');
    expect(code).toBe(0);
    const json = await runCommandLine(['history', '--state-dir', empty, '--output', 'json']);
    expect(JSON.parse(json.stdout)).toEqual({
      formatVersion: 1,
      plans: [],
      more: 0,
      trail: { folder: empty, trails: 0, calls: 0, filters: [] },
    });
  });

  it('says that there are entries, and that none is as asked for', async () => {
    const { account } = await twoPlans();
    const { stdout } = await account.run('history --domain other.* --since 90m --account main');
    expect(stdout).toBe(
      `Of the 3 calls in the audit trail in ${account.stateFolder}, none matches --account main --domain other.* --since 90m.\n`,
    );
    const json = await account.run('history --domain other.* --output json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      plans: [],
      trail: { folder: account.stateFolder, trails: 1, calls: 3, filters: ['--domain other.*'] },
    });
  });

  it('says that a trail holds nothing that can be read', async () => {
    const { account } = await twoPlans();
    const trail = readdirSync(account.stateFolder).find((name) => name.startsWith('audit-')) ?? '';
    writeFileSync(join(account.stateFolder, trail), 'damaged\n');
    const { stdout, stderr } = await account.run('history');
    expect(stdout).toBe(`The audit trail in ${account.stateFolder} holds nothing that can be read.\n`);
    expect(stderr).toContain('warning: 1 of the lines');
  });

  it('names the runs of a plan that ran twice, however soon, and shows one alone', async () => {
    const account = await auditedAccount({ 'mg.example.com': { clicked: [B] } });
    account.configure(`{ clicked: ${A} }`);
    const id = await account.apply();
    account.emulator.setWebhooks('mg.example.com', 'clicked', [B]);
    expect(await account.apply()).toBe(id);
    const { stdout } = await account.run('history');
    const rows = stdout.trim().split('\n');
    expect(rows).toHaveLength(2);
    const [name = ''] = rows.map((row) => row.split('  ')[1] ?? '');
    expect(name).toMatch(new RegExp(`^${id}@[0-9a-f]{8}$`));
    for (const row of rows) expect(row).toContain('  +1 -1  1 call  ');
    const one = await account.run(`history ${name}`);
    expect(one.stdout.match(/^Plan /gm)).toEqual(['Plan ']);
    expect((await account.run(`history ${id}`)).stdout.match(/^Plan /gm)).toHaveLength(2);
  });

  it('masks credentials in every format, and keeps none in the state folder', async () => {
    const account = await auditedAccount({ 'mg.example.com': {} });
    account.configure(`{ clicked: '${SECRET}' }`);
    const id = await account.apply();
    for (const format of ['text', 'json', 'markdown', 'github']) {
      const { output } = await account.run(`history ${id} --output ${format}`);
      expect(output).toContain('hooks.example.com/hook');
      expect(output).not.toContain('c4n4ry');
    }
    expect(account.stateText()).toContain('hooks.example.com/hook');
    expect(account.stateText()).not.toContain('c4n4ry');
  });

  it('skips lines that cannot be read, and says so', async () => {
    const { account, first } = await twoPlans();
    const trail = readdirSync(account.stateFolder).find((name) => name.startsWith('audit-')) ?? '';
    appendFileSync(join(account.stateFolder, trail), '{"v":1,"at":"2026-');
    const { stdout, stderr, code } = await account.run('history');
    expect(stdout).toContain(first);
    expect(stderr).toContain(`warning: 1 of the lines in ${trail} cannot be read`);
    expect(code).toBe(0);
  });

  it.each([
    ['history ffff', 'The audit trail knows no plan'],
    ['history xyz', "'xyz' is no plan id"],
    ['history --account mian', "did you mean 'main'?"],
  ])('takes %j for a mistake', async (line, message) => {
    const { account } = await twoPlans();
    const { stderr, code } = await account.run(line);
    expect(stderr).toContain(message);
    expect(code).toBe(4);
  });

  it('makes a table for a pull request, in which no name can break out', async () => {
    const { account, second } = await twoPlans();
    const evil = { ...PIPELINE, GITHUB_ACTOR: 'a|b<script>\u001b[31m' };
    account.configure(`{ clicked: ${B} }`);
    await account.run('apply --yes', { environment: evil });
    const { stdout } = await account.run('history --output markdown');
    expect(stdout).toContain(`| \`${second}\` | octocat at 7f3c2b1a | 1 | mg.example.com | +0 -1 |`);
    expect(stdout).toContain('a&#124;b&#60;script&#62;');
    expect(stdout).not.toContain('\u001b');
  });
});
