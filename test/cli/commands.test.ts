import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';

type Hooks = Readonly<Record<string, readonly string[]>>;

/** An emulated account with one domain, and a folder whose configuration says `webhooks` of it. */
async function setUp(actual: Hooks, webhooks: string, more = '') {
  const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': actual } } });
  const folder = workspace({
    'config/accounts.yaml': accountsFile(emulator.origin),
    'config/domains.yaml': `version: 1\ndomains:\n  mg.example.com:\n    webhooks: ${webhooks}\n${more}`,
  });
  const run = (line: string, options: Parameters<typeof runCommandLine>[1] = {}) =>
    runCommandLine(line.split(' '), { workingDirectory: folder, ...options });
  const writes = () => emulator.requests().filter(({ method }) => method !== 'GET').length;
  return { emulator, run, writes, folder };
}

describe('mghooks plan', () => {
  it('shows the changes and exits 0', async () => {
    const { run, writes } = await setUp({}, `{ clicked: ${A} }`);
    const { code, stdout, stderr } = await run('plan');
    expect(stdout).toContain(`  + clicked         ${A}\n`);
    expect(stdout).toContain(
      'Plan: 1 to create, 0 to update, 0 to delete on 1 domain (1 URL added, 0 removed); 0 of 1 domain in sync.',
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(writes()).toBe(0);
  });

  it.each([
    ['pending changes', {}, 2],
    ['no changes', { clicked: [A] }, 0],
  ] as const)('exits for %s with --detailed-exitcode as Terraform does', async (_name, actual, exitCode) => {
    const { run } = await setUp(actual, `{ clicked: ${A} }`);
    expect((await run('plan --detailed-exitcode')).code).toBe(exitCode);
  });

  it('exits 2 with --detailed-exitcode for drift that is only observed', async () => {
    const { run } = await setUp({}, `{ clicked: ${A} }\n    policy: observe`);
    const { code, stdout } = await run('plan --detailed-exitcode');
    expect(stdout).toContain('Nothing to do: 0 of 1 domain in sync, 1 drifted but only observed.');
    expect(code).toBe(2);
  });

  it('exits 1 when a domain cannot be read, and says which and why', async () => {
    const { run } = await setUp(
      {},
      `{ clicked: ${A} }`,
      `  gone.example.com:\n    webhooks: { clicked: ${A} }\n`,
    );
    const { code, stdout } = await run('plan --detailed-exitcode');
    expect(stdout).toMatch(/\? gone\.example\.com {2}\(Mailgun does not know this domain/);
    expect(code).toBe(1);
  });

  it('exits 1 with every domain unread, and nothing else, when nobody answers', async () => {
    const folder = workspace({
      'config/a.yaml': `${accountsFile('http://127.0.0.1:9')}domains:\n  mg.example.com:\n    webhooks: { clicked: ${A} }\n`,
    });
    const { code, stdout } = await runCommandLine(['plan', '--log-level', 'silent'], {
      workingDirectory: folder,
    });
    expect(code).toBe(1);
    expect(stdout).toContain('? mg.example.com');
    expect(stdout).toContain('Plan incomplete: 0 of 1 domain in sync, 1 not read.');
  });

  it('limits itself to the domains that match', async () => {
    const { run, emulator } = await setUp(
      {},
      `{ clicked: ${A} }`,
      `  other.example.com:\n    webhooks: { clicked: ${A} }\n`,
    );
    const { code } = await run('plan --domain mg.*');
    expect(code).toBe(0);
    expect(emulator.requests().map(({ domain }) => domain)).toEqual(['mg.example.com']);
  });

  it('takes a --domain that matches nothing for a mistake', async () => {
    const { run } = await setUp({}, `{ clicked: ${A} }`);
    const { code, stderr } = await run('plan --domain mx.*');
    expect(stderr).toContain("No domain of the configuration matches 'mx.*'");
    expect(code).toBe(4);
  });

  it('names each --domain that matches nothing, also next to one that matches, and writes nothing', async () => {
    const { run, writes } = await setUp({}, `{ clicked: ${A} }`);
    const { code, stderr } = await run('apply --domain MG.* --domain mx.* --domain my.*');
    expect(stderr).toContain("No domain of the configuration matches 'mx.*', 'my.*'");
    expect(code).toBe(4);
    expect(writes()).toBe(0);
  });

  it('mentions a pattern that matches nothing, unless it is asked about other domains', async () => {
    const { run } = await setUp(
      {},
      `{ clicked: ${A} }`,
      `  '*.nowhere.example': { webhooks: { clicked: ${A} } }\n`,
    );
    expect((await run('plan')).stdout).toContain('*.nowhere.example');
    expect((await run('plan --domain mg.*')).stdout).not.toContain('*.nowhere.example');
  });

  it('names the nearest account for an unknown one', async () => {
    const { run } = await setUp({}, `{ clicked: ${A} }`);
    const { code, stderr } = await run('plan --account mian');
    expect(stderr).toContain("Unknown account 'mian': did you mean 'main'?");
    expect(code).toBe(4);
  });
});

describe('mghooks apply', () => {
  it('applies additions where nobody can be asked, and a second one finds nothing to do', async () => {
    const { run, emulator, writes } = await setUp({}, `{ clicked: ${A} }`);
    const first = await run('apply');
    expect(first.stdout).toContain('Applied: 1 created, 0 updated, 0 deleted.');
    expect(first.code).toBe(0);
    expect(emulator.webhooks('mg.example.com')).toEqual({ clicked: [A] });
    const second = await run('apply');
    expect(second.stdout).toContain('Nothing to do: 1 of 1 domain in sync.');
    expect(second.code).toBe(0);
    expect(writes()).toBe(1);
  });

  const keeping = { clicked: [A, B], delivered: [A], opened: [A], complained: [A] };
  const losing = `{ clicked: ${A}, delivered: ${A} }`;

  it('removes nothing where nobody can be asked, unless --yes says so', async () => {
    const { run, emulator } = await setUp(keeping, losing);
    const refused = await run('apply');
    expect(refused.stdout).toContain('Add --yes to go ahead.');
    expect(refused.code).toBe(3);
    expect(emulator.webhooks('mg.example.com')).toEqual(keeping);
    const { code } = await run('apply --yes');
    expect(code).toBe(0);
    expect(emulator.webhooks('mg.example.com')).toEqual({ ...keeping, clicked: [A] });
  });

  it.each([
    ['yes', 0, [A]],
    ['y', 3, [A, B]],
    ['no', 3, [A, B]],
    ['', 3, [A, B]],
  ] as const)('asks a person, and takes %j with exit code %i', async (answer, exitCode, clicked) => {
    const { run, emulator } = await setUp(keeping, losing);
    expect((await run('apply', { answer })).code).toBe(exitCode);
    expect(emulator.webhooks('mg.example.com')['clicked']).toEqual(clicked);
  });

  it('refuses what a guard refuses, until that very plan is approved', async () => {
    const { run, emulator, writes } = await setUp({ clicked: [A] }, `{ clicked: ${B} }`);
    const refused = await run('apply --yes');
    expect(refused.stdout).toContain('100 % of the 1 deliveries would be removed, maxDeletePercent is 30');
    expect(refused.code).toBe(3);
    const wrong = await run('apply --approve 000000000000');
    expect(wrong.stdout).toContain('Not applied: plan 000000000000 was approved, but this is plan');
    expect(wrong.code).toBe(3);
    expect(writes()).toBe(0);
    const line = /mghooks (apply --approve [0-9a-f]{12} --allow-deletes 1)/.exec(refused.stdout)?.[1] ?? '';
    expect((await run(line)).code).toBe(0);
    expect(emulator.webhooks('mg.example.com')).toEqual({ clicked: [B] });
  });

  it('refuses an approval once the plan has become another one', async () => {
    const { run, emulator, writes } = await setUp({ clicked: [A] }, `{ clicked: ${B} }`);
    const id = /--approve ([0-9a-f]{12})/.exec((await run('plan')).stdout)?.[1] ?? '';
    emulator.setWebhooks('mg.example.com', 'clicked', [A, 'https://else.example.com/']);
    expect((await run(`apply --approve ${id} --allow-deletes 9`)).code).toBe(3);
    expect(writes()).toBe(0);
  });

  it('exits 1 when a change failed, and says which and why', async () => {
    const { run, emulator } = await setUp({}, `{ clicked: ${A}, opened: ${B} }`);
    emulator.addFault({
      match: { event: 'clicked', method: 'POST' },
      fault: { kind: 'answer', status: 400, json: { message: 'no' } },
    });
    const { code, stdout } = await run('apply --log-level silent');
    expect(stdout).toMatch(/! mg\.example\.com clicked {2}failed: .*no/);
    expect(stdout).toContain('Applied in part: 1 created, 0 updated, 0 deleted; 1 failed.');
    expect(code).toBe(1);
  });

  it.each(['apply --dry-run', 'run --dry-run', 'run --once --dry-run'])(
    'writes nothing as %s',
    async (line) => {
      const { run, writes } = await setUp({}, `{ clicked: ${A} }`);
      expect((await run(line)).code).toBe(0);
      expect(writes()).toBe(0);
    },
  );

  it('is the same as run --once', async () => {
    const { run, emulator } = await setUp({}, `{ clicked: ${A} }`);
    expect((await run('run --once')).code).toBe(0);
    expect(emulator.webhooks('mg.example.com')).toEqual({ clicked: [A] });
  });

  it('attempts nothing once it was told to stop', async () => {
    const { run, writes } = await setUp({}, `{ clicked: ${A} }`);
    const { code, stderr } = await run('apply', { signal: AbortSignal.abort(new Error('SIGTERM received')) });
    expect(stderr).toContain('nothing was written');
    expect(code).toBe(1);
    expect(writes()).toBe(0);
  });
});

describe('mghooks explain, validate and schema', () => {
  it('says where each URL comes from', async () => {
    const { run } = await setUp({}, `{ clicked: ${A} }`);
    const { code, stdout } = await run('explain MG.example.com');
    expect(stdout).toContain(A);
    expect(stdout).toMatch(/config\/domains\.yaml:4:\d+/);
    expect(code).toBe(0);
  });

  it('names the nearest domain for one the configuration does not know', async () => {
    const { run } = await setUp({}, `{ clicked: ${A} }`);
    const { code, stderr } = await run('explain mgg.example.com');
    expect(stderr).toContain("did you mean 'mg.example.com'?");
    expect(code).toBe(4);
  });

  it('validates without a key and without a request', async () => {
    const { run, emulator } = await setUp({}, `{ clicked: ${A} }`);
    const { code, stdout } = await run('validate', { environment: { MAILGUN_API_KEY: '' } });
    expect(stdout).toBe('The configuration is valid: 2 files, 1 account, 1 domain, 0 patterns.\n');
    expect(code).toBe(0);
    expect(emulator.requests()).toEqual([]);
  });

  it('shows what is wrong with a configuration on stderr, with exit code 4', async () => {
    const { run } = await setUp({}, `{ clikced: ${A} }`);
    const { code, stdout, stderr } = await run('plan');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^config\/domains\.yaml:4:17: error: .*clikced/);
    expect(stderr).toContain("did you mean 'clicked'?");
    expect(code).toBe(4);
  });

  it('prints the schema as JSON', async () => {
    const { stdout, code } = await runCommandLine(['schema']);
    expect(JSON.parse(stdout)).toHaveProperty('$id');
    expect(code).toBe(0);
  });
});

describe('API keys', () => {
  it('names the account and the variable where a key is missing', async () => {
    const { run } = await setUp({}, `{ clicked: ${A} }`);
    const { code, stderr } = await run('plan', { environment: { MAILGUN_API_KEY: '' } });
    expect(stderr).toContain(
      "No API key for account 'main': the environment variable MAILGUN_API_KEY is empty",
    );
    expect(code).toBe(4);
  });

  it('refuses to send a key to a host that only the YAML names', async () => {
    const folder = workspace({
      'config/a.yaml': `${accountsFile('https://evil.example')}domains:\n  mg.example.com:\n    webhooks: { clicked: ${A} }\n`,
    });
    const { code, stderr } = await runCommandLine(['plan'], { workingDirectory: folder });
    expect(stderr).toContain('if that is right, add --allow-host evil.example');
    expect(code).toBe(4);
  });

  it('refuses to run where certificates are not checked', async () => {
    const { code, stderr } = await runCommandLine(['plan'], {
      environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expect(stderr).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0');
    expect(code).toBe(4);
  });
});
