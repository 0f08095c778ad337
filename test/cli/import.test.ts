import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../src/emulator/faults/fault-rule.ts';
import { CANARY_KEY } from '../support/canary.ts';
import { runCommandLine } from '../support/command-line.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

const A = 'https://hooks.example.com/a';
const TOKEN = 'https://hooks.example.com/in?token=c4n4ry-t0ken';

type Domains = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** An emulated account, an empty folder, and a command line in it. */
async function setUp(
  domains: Domains,
  files: Readonly<Record<string, string>> = {},
  faults: readonly FaultRule[] = [],
) {
  const emulator = await withEmulator({ seed: { domains }, faults });
  const folder = workspace(files);
  const run = (line: string, environment: Readonly<Record<string, string>> = {}) =>
    runCommandLine(line.split(' '), { workingDirectory: folder, environment });
  const importing = (more = '', environment = {}) =>
    run(`import --log-level silent --base-url ${emulator.origin} ${more}`.trim(), environment);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { emulator, folder, run, importing, read };
}

const unreadable = (domain: string): FaultRule => ({
  match: { path: `^/v3/domains/${domain}/webhooks` },
  fault: { kind: 'answer', status: 400, json: { message: 'Bad Request' } },
});

describe('mghooks import', () => {
  it('needs no configuration, and writes one whose plan is empty under every policy', async () => {
    const { run, importing, emulator, read } = await setUp({
      'a.example.com': { clicked: [A], opened: [A] },
      'b.example.com': { clicked: [A], opened: [A] },
      'c.example.com': {
        delivered: ['https://hooks.example.com/c.example.com/x'],
        bounce: 'http://old.example.com',
      },
      'd.example.com': {},
    });
    const { code, stdout, stderr } = await importing('--out config/hooks.yaml');
    expect(stdout).toBe('');
    expect(stderr).toContain(`Imported 4 domains of account 'main' with 5 requests: `);
    expect(code).toBe(0);
    expect(emulator.requests().map(({ method }) => method)).toEqual(Array.from({ length: 5 }, () => 'GET'));
    for (const policy of ['listed', 'exact', 'merge', 'observe']) {
      const imported = await importing(`--force --out config/hooks.yaml --policy ${policy}`);
      expect(imported.code).toBe(0);
      expect(read('config/hooks.yaml')).toContain(`  policy: ${policy} `);
      const plan = await run('plan --detailed-exitcode --config config/hooks.yaml');
      expect(plan.stdout).toMatch(/Nothing to do: (3 of 3|4 of 4) domains in sync/);
      expect(plan.code).toBe(0);
    }
  });

  it('prints the configuration where no file is named, and nothing else on that stream', async () => {
    const { importing, folder, run } = await setUp({ 'a.example.com': { clicked: [A] } });
    const { stdout, stderr } = await importing();
    expect(stderr).toContain('Proof: the plan of this configuration is empty');
    writeFileSync(join(folder, 'piped.yaml'), stdout);
    expect((await run('validate --config piped.yaml')).stdout).toContain('1 file, 1 account, 1 domain');
  });

  it('takes the account from a configuration that may still be without domains', async () => {
    const { emulator } = await setUp({ 'a.example.com': { clicked: [A] } });
    const folder = workspace({
      'config/accounts.yaml': accountsFile(emulator.origin, '    requestsPerMinute: 120\n'),
    });
    const { code } = await runCommandLine(['import', '--out', 'new/hooks.yaml'], {
      workingDirectory: folder,
    });
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'new/hooks.yaml'), 'utf8')).toContain('    requestsPerMinute: 120\n');
  });

  it('adds an account to a configuration as a part of it, beside others and their defaults', async () => {
    const hooks = { clicked: [A], opened: [A] };
    const first = await withEmulator({
      seed: { domains: { 'a.example.com': hooks, 'b.example.com': hooks } },
    });
    const odd = { delivered: ['https://odd.example.com/'] };
    const second = await withEmulator({
      seed: { domains: { 'c.example.com': hooks, 'd.example.com': hooks, 'odd.example.com': odd } },
    });
    const accounts = [first, second].map(
      ({ origin }, index) => `  a${index}: { baseUrl: "${origin}", apiKey: { env: MAILGUN_API_KEY } }\n`,
    );
    const folder = workspace({
      'config/accounts.yaml': `version: 1\naccounts:\n${accounts.join('')}`,
      'config/defaults.yaml':
        'version: 1\ndefaults: { account: a0, policy: exact, template: every }\ntemplates: { every: { complained: "https://x.example.com/" } }\n',
    });
    const run = (line: string) => runCommandLine(line.split(' '), { workingDirectory: folder });
    const one = await run('import --account a0 --out config/a0.yaml');
    expect(one.stderr).toContain('Next: mghooks plan --account a0\n');
    expect(one.code).toBe(0);
    const two = await run('import --account a1 --out config/a1.yaml');
    expect(two.code).toBe(0);
    expect(readFileSync(join(folder, 'config/a1.yaml'), 'utf8')).toContain(
      '  c.example.com: { account: a1, template: a1-standard, policy: listed }\n',
    );
    const plan = await run('plan --detailed-exitcode');
    expect(plan.stdout).toContain('Nothing to do: 5 of 5 domains in sync');
    expect(plan.code).toBe(0);
    const again = await run('import --account a1 --out config/more.yaml');
    expect(again.stderr).toContain("The configuration names all 3 domains of account 'a1' already");
    expect(again.code).toBe(4);
    second.setWebhooks('odd.example.com', 'clicked', [A]);
    writeFileSync(join(folder, 'config/a1.yaml'), partOf(folder));
    const rest = await run('import --account a1 --out config/more.yaml');
    expect(rest.stderr).toContain('2 domains that the configuration names already: left out');
    expect(await run('plan --detailed-exitcode')).toMatchObject({ code: 0 });
  });

  it('reads only the domains that match', async () => {
    const { importing, emulator } = await setUp({
      'a.example.com': { clicked: [A] },
      'b.example.org': { clicked: [A] },
    });
    const { stdout } = await importing('--domain *.org');
    expect(stdout).toContain('  b.example.org:');
    expect(stdout).not.toContain('a.example.com');
    expect(emulator.requests()).toHaveLength(2);
    expect(await importing('--domain *.net')).toMatchObject({
      code: 4,
      stderr: "error: None of the 2 domains of account 'main' matches --domain\n",
    });
  });

  it('leaves a file that is there as it is, and finds that out before the first request', async () => {
    const { importing, emulator, read } = await setUp(
      { 'a.example.com': { clicked: [A] } },
      { 'hooks.yaml': 'mine' },
    );
    const { code, stderr } = await importing('--out hooks.yaml');
    expect([code, stderr]).toEqual([
      4,
      "error: 'hooks.yaml' is there already, and stays as it is: choose another file, or add --force\n",
    ]);
    expect(emulator.requests()).toEqual([]);
    expect(read('hooks.yaml')).toBe('mine');
    expect((await importing('--out hooks.yaml --force')).code).toBe(0);
    expect(read('hooks.yaml')).toContain('a.example.com');
  });

  it('stops at the first credential when nobody said where to put it', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`d${index}.example.com`, { clicked: [TOKEN] }]),
    );
    const { importing, emulator, folder } = await setUp(many);
    const { code, output } = await importing('--out hooks.yaml');
    expect(code).toBe(4);
    expect(output).toContain('holds what looks like a credential');
    expect(output).not.toContain('c4n4ry-t0ken');
    expect(existsSync(join(folder, 'hooks.yaml'))).toBe(false);
    expect(emulator.requests().length).toBeLessThan(45);
  });

  it('puts credentials into a file of their own that a shell can read', async () => {
    const { importing, run, read, folder } = await setUp({
      'a.example.com': { clicked: [TOKEN, `https://me:it's@crm.example.com/x`] },
    });
    const { code, output } = await importing('--out hooks.yaml --vars-out hooks.env');
    expect(code).toBe(0);
    expect(`${output}${read('hooks.yaml')}`).not.toMatch(/c4n4ry-t0ken|me:it/);
    expect(read('hooks.env')).toContain(`\nMGHOOKS_VAR_CRM_LOGIN='me:it'\\''s'\n`);
    expect(statSync(join(folder, 'hooks.env')).mode & 0o777).toBe(0o600);
    const environment = { MGHOOKS_VAR_CRM_LOGIN: "me:it's", MGHOOKS_VAR_EXAMPLE_HOOKS_TOKEN: 'c4n4ry-t0ken' };
    const plan = await run('plan --detailed-exitcode --config hooks.yaml', environment);
    expect([plan.code, plan.stderr]).toEqual([0, '']);
  });

  it('writes credentials into the configuration when told so, but never the API key', async () => {
    const { importing } = await setUp({ 'a.example.com': { clicked: [TOKEN] } });
    expect((await importing('--plain-urls')).stdout).toContain(`clicked: ${TOKEN}\n`);
    const keyed = await setUp({ 'a.example.com': { clicked: [`https://h.example/?k=${CANARY_KEY}`] } });
    const { code, output } = await keyed.importing('--plain-urls --out hooks.yaml');
    expect(code).toBe(4);
    expect(output).toContain("would hold the API key of account 'main'");
    expect(existsSync(join(keyed.folder, 'hooks.yaml'))).toBe(false);
  });

  it('writes nothing when a domain could not be read, unless a part is enough', async () => {
    const { importing, folder, read } = await setUp(
      { 'a.example.com': { clicked: [A] }, 'b.example.com': { clicked: [A] } },
      {},
      [unreadable('b.example.com')],
    );
    const whole = await importing('--out hooks.yaml');
    expect(whole.code).toBe(1);
    expect(whole.stderr).toContain(
      '1 of 2 domains could not be read; nothing was written\n  ? b.example.com  (',
    );
    expect(existsSync(join(folder, 'hooks.yaml'))).toBe(false);
    const partial = await importing('--out hooks.yaml --partial');
    expect(partial.code).toBe(1);
    expect(read('hooks.yaml')).toMatch(
      /\n {2}# These domains could not be read, and are not managed\.\n {2}# {3}b\.example\.com: /,
    );
  });

  it('fails when the domains cannot be listed', async () => {
    const { stderr, code } = await runCommandLine(
      ['import', '--log-level', 'silent', '--base-url', 'http://127.0.0.1:9'],
      { workingDirectory: workspace() },
    );
    expect(stderr).toContain("error: Cannot list the domains of account 'main' at http://127.0.0.1:9: ");
    expect(code).toBe(1);
  });

  it('says so when the account has no domain', async () => {
    const { importing } = await setUp({});
    expect(await importing()).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('is it in the other region?'),
    });
  });

  it.each([
    ['--config x.yaml', 'leave one out'],
    ['--region eu', "'--region' is a short form of '--base-url'"],
    ['--account a --account b', 'give --account once'],
    ['--account a/b', "the value of '--account'"],
    ['--api-key-env key-0123456789abcdef', "the value of '--api-key-env'"],
    ['--vars-out v --plain-urls', 'leave one out'],
    ['--out v --vars-out ./v', 'name the same file'],
    ['--policy strict', 'Allowed choices are'],
    ['--api-key-env NOT_SET', 'NOT_SET is not set'],
  ])('refuses %s before the first request', async (flags, message) => {
    const { importing, emulator } = await setUp({ 'a.example.com': { clicked: [A] } });
    const { code, output } = await importing(flags);
    expect(output).toContain(message);
    expect(output).not.toContain('0123456789abcdef');
    expect(code).toBe(4);
    expect(emulator.requests()).toEqual([]);
  });

  it('asks which of several accounts is meant', async () => {
    const two = 'version: 1\naccounts:\n  eu: { apiKey: { env: A } }\n  us: { apiKey: { env: B } }\n';
    const folder = workspace({ 'config/accounts.yaml': two });
    const { stderr, code } = await runCommandLine(['import'], { workingDirectory: folder });
    expect([code, stderr]).toEqual([4, 'error: There are 2 accounts: say which one with --account eu|us\n']);
  });
});

/** The imported file without the last domain and the template that it alone had. */
function partOf(folder: string): string {
  const text = readFileSync(join(folder, 'config/a1.yaml'), 'utf8');
  return text.slice(0, text.indexOf('\n  odd.example.com:') + 1);
}
