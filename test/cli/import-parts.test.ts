import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { withEmulator } from '../support/emulator.ts';
import { workspace } from '../support/workspace.ts';

const A = 'https://hooks.example.com/a';

type Domains = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
type Environment = Readonly<Record<string, string>>;

/** Emulated accounts that `config/accounts.yaml` declares under the names given, and a command line beside it. */
async function accounts(
  domainsOf: Readonly<Record<string, Domains>>,
  files: Readonly<Record<string, string>> = {},
) {
  const emulators = await Promise.all(
    Object.values(domainsOf).map((domains) => withEmulator({ seed: { domains } })),
  );
  const lines = Object.keys(domainsOf).map(
    (name, index) =>
      `  ${name}: { baseUrl: "${emulators[index]?.origin}", apiKey: { env: MAILGUN_API_KEY } }\n`,
  );
  const folder = workspace({
    'config/accounts.yaml': `version: 1\naccounts:\n${lines.join('')}`,
    ...files,
  });
  const run = (line: string, environment: Environment = {}) =>
    runCommandLine(line.split(' '), { workingDirectory: folder, environment });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { emulators, folder, run, read, variables: (name: string) => variablesIn(read(name)) };
}

/** What a shell would set that reads the file. */
function variablesIn(text: string): Environment {
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)='([^']*)'$/gm)].map(([, name, value]) => [name, value]),
  );
}

const crm = (token: string) => ({ clicked: `https://crm.example.com/in?token=${token}` });

describe('a part of a configuration that mghooks import writes', () => {
  it('gives the credentials of two accounts two names, whether the first ones are set or not', async () => {
    const { run, variables } = await accounts({
      main: { 'a.example.com': crm('one') },
      'main.eu': { 'b.example.com': crm('two') },
      Main: { 'c.example.com': crm('three') },
    });
    const first = await run('import --account main --out config/0.yaml --vars-out 0.env');
    expect(first.code).toBe(0);
    const set = variables('0.env');
    expect(set).toEqual({ MGHOOKS_VAR_MAIN_CRM_TOKEN: 'one' });
    const second = await run('import --account main.eu --out config/1.yaml --vars-out 1.env', set);
    expect(second.code).toBe(0);
    const both = { ...set, ...variables('1.env') };
    const third = await run('import --account Main --out config/2.yaml --vars-out 2.env', both);
    expect(third.code).toBe(0);
    const all = { ...both, ...variables('2.env') };
    expect(Object.values(all)).toEqual(['one', 'two', 'three']);
    const plan = await run('plan --detailed-exitcode', all);
    expect(plan.stdout).toContain('Nothing to do: 3 of 3 domains in sync');
    expect(plan.code).toBe(0);
  });

  it('never names a credential like a variable that is set, or that another file mentions', async () => {
    const { run, variables } = await accounts(
      { main: { 'a.example.com': crm('one') } },
      {
        'config/other.yaml': `version: 1\nendpoints: { x: "https://x.example.com/\${MGHOOKS_VAR_MAIN_CRM_TOKEN}" }\n`,
      },
    );
    const set = { MGHOOKS_VAR_MAIN_CRM_TOKEN: 'other', MGHOOKS_VAR_MAIN_2_CRM_TOKEN: 'another' };
    expect((await run('import --out config/main.yaml --vars-out main.env', set)).code).toBe(0);
    expect(variables('main.env')).toEqual({ MGHOOKS_VAR_MAIN_3_CRM_TOKEN: 'one' });
    const plan = await run('plan --detailed-exitcode', { ...set, ...variables('main.env') });
    expect(plan.code).toBe(0);
  });

  it('has names of its own beside an account whose long name begins alike', async () => {
    const long = 'the-international-mailing-company-of-the-north-and-the';
    const hooks = (more: string) => ({
      clicked: [A, `https://crm.example.com/${more}`],
      opened: [A, `https://crm.example.com/${more}`],
    });
    const { run, read } = await accounts({
      [`${long}-east`]: { 'a.example.com': hooks('a'), 'b.example.com': hooks('a') },
      [`${long}-west`]: { 'c.example.com': hooks('c'), 'd.example.com': hooks('c') },
    });
    expect((await run(`import --account ${long}-east --out config/east.yaml`)).code).toBe(0);
    expect(read('config/east.yaml')).toContain('\n  the-international-mailin-example-hooks: https://hooks.');
    expect((await run(`import --account ${long}-west --out config/west.yaml`)).code).toBe(0);
    expect((await run('plan --detailed-exitcode')).code).toBe(0);
  });

  it('does not drop the credentials of another account from a file that --force replaces', async () => {
    const { run, read, variables } = await accounts({
      main: { 'a.example.com': crm('one') },
      other: { 'b.example.com': crm('two') },
    });
    await run('import --account main --out config/main.yaml --vars-out all.env');
    const before = read('all.env');
    const line = 'import --account other --out config/other.yaml --vars-out all.env --force';
    const { code, stderr } = await run(line, variables('all.env'));
    expect([code, stderr]).toEqual([
      4,
      "error: 'all.env' sets MGHOOKS_VAR_MAIN_CRM_TOKEN, which would be lost: choose another file for --vars-out; nothing was written\n",
    ]);
    expect(read('all.env')).toBe(before);
    expect(() => read('config/other.yaml')).toThrow('ENOENT');
  });

  it('leaves out what the configuration names, and says for which account', async () => {
    const hooks = { clicked: A };
    const { run, read } = await accounts(
      {
        main: { 'mine.example.com': hooks, 'shared.example.com': hooks, 'other.example.net': hooks },
        other: { 'shared.example.com': hooks },
      },
      {
        'config/other.yaml': `version: 1\ndomains: { shared.example.com: { account: other, webhooks: { clicked: "${A}" } } }\n`,
      },
    );
    const { code, stderr } = await run('import --account main --domain *.com --out config/main.yaml');
    expect(stderr).toContain(
      "\n  1 domain that the configuration names for another account: left out (shared.example.com for 'other').\n",
    );
    expect(code).toBe(0);
    expect(read('config/main.yaml')).not.toContain('shared.example.com');
    const again = await run('import --account main --domain *.com --out config/more.yaml');
    expect([again.code, again.stderr]).toEqual([
      4,
      [
        "error: No domain of account 'main', of those that match --domain, is left to import; nothing was written",
        '  1 domain that the configuration names already: left out (mine.example.com).',
        "  1 domain that the configuration names for another account: left out (shared.example.com for 'other').",
        'A domain stands in a configuration once. Name it for the account that should manage it, or give each account a configuration of its own.',
        '',
      ].join('\n'),
    ]);
    const own = await run('import --account main --domain mine.* --out config/more.yaml');
    expect(own.stderr).toContain(
      "names all 1 domain of account 'main', of those that match --domain, already",
    );
  });

  it.each([
    { what: 'a pattern', config: 'config/*.yaml', out: 'config/main.yaml', isPart: true },
    { what: 'a pattern of folders', config: 'conf*/**/*.yaml', out: 'config/deep/main.yaml', isPart: true },
    { what: 'a link to the folder', config: 'link', out: 'config/main.yaml', isPart: true },
    { what: 'the folder that a link leads to', config: 'config/', out: 'link/main.yaml', isPart: true },
    {
      what: 'files, one of which it replaces',
      config: 'config/accounts.yaml --config config/main.yaml',
      out: 'config/main.yaml',
      isPart: true,
    },
    {
      what: 'a pattern that does not match',
      config: 'config/a*.yaml',
      out: 'config/main.yaml',
      isPart: false,
    },
    {
      what: 'a folder that passes over hidden files',
      config: 'config/',
      out: 'config/.hidden.yaml',
      isPart: false,
    },
    {
      what: 'a folder that passes over hidden folders',
      config: 'config/',
      out: 'config/.git/main.yaml',
      isPart: false,
    },
    { what: 'one other file', config: 'config/accounts.yaml', out: 'config/main.yaml', isPart: false },
  ])('is what is written where the configuration will find it: $what', async ({ config, out, isPart }) => {
    const hooks = { clicked: [A], opened: [A] };
    const { run, read, folder } = await accounts(
      { main: { 'a.example.com': hooks } },
      config.includes('main') ? { 'config/main.yaml': 'version: 1\ntemplates: { t: {} }\n' } : {},
    );
    symlinkSync('config', join(folder, 'link'));
    const { code } = await run(`import --config ${config} --out ${out} --force`);
    expect(code).toBe(0);
    expect(/^accounts:$/m.test(read(out))).toBe(!isPart);
    const plan = await run(`plan --detailed-exitcode --config ${isPart ? config : out}`);
    expect(plan.stdout).toContain('Nothing to do: 1 of 1 domain in sync');
  });

  it('stands beside a whole configuration that an earlier import wrote', async () => {
    const all = { 'a.example.com': crm('one'), 'b.example.com': crm('one') };
    const { run, emulators, folder, variables } = await accounts({
      second: { 'c.example.com': crm('two'), 'd.example.com': { opened: A } },
    });
    const { origin } = await withEmulator({ seed: { domains: all } });
    const first = await run(`import --base-url ${origin} --out config/main.yaml --vars-out main.env`);
    expect(first.code).toBe(0);
    expect(variables('main.env')).toEqual({ MGHOOKS_VAR_CRM_TOKEN: 'one' });
    const next = await run(
      'import --account second --out config/second.yaml --vars-out second.env',
      variables('main.env'),
    );
    expect(next.code).toBe(0);
    const set = { ...variables('main.env'), ...variables('second.env') };
    expect(Object.keys(set)).toHaveLength(2);
    const plan = await runCommandLine(['plan', '--detailed-exitcode'], {
      workingDirectory: folder,
      environment: set,
    });
    expect(plan.stdout).toContain('Nothing to do: 4 of 4 domains in sync');
    expect(emulators[0]?.requests().every(({ method }) => method === 'GET')).toBe(true);
  });

  it('is written anew by --force, with the names that it had', async () => {
    const { run, read, variables, emulators } = await accounts({
      main: { 'a.example.com': crm('one'), 'b.example.com': crm('one'), 'd.example.com': {} },
      other: { 'c.example.com': crm('two') },
    });
    const importing = 'import --account main --out config/main.yaml --vars-out main.env';
    await run(importing);
    await run('import --account other --out config/other.yaml --plain-urls', variables('main.env'));
    const before = read('config/main.yaml');
    const again = await run(`${importing} --force`, variables('main.env'));
    expect([again.code, again.stderr]).toEqual([0, expect.not.stringContaining('left out')]);
    expect(read('config/main.yaml')).toBe(before);
    emulators[0]?.setWebhooks('d.example.com', 'opened', ['https://crm.example.com/new']);
    expect((await run(`${importing} --force`, variables('main.env'))).code).toBe(0);
    const plan = await run('plan --detailed-exitcode', variables('main.env'));
    expect(plan.stdout).toContain('Nothing to do: 4 of 4 domains in sync');
  });

  it.each([
    ['accounts', "'config/accounts.yaml' declares account 'main', and a part that takes its place would not"],
    ['templates', "'config/templates.yaml' cannot be replaced, as other files need what stands in it ("],
  ])('does not take the place of a file with %s that the others need', async (name, message) => {
    const { run, emulators, read } = await accounts(
      { main: { 'a.example.com': crm('one') } },
      {
        'config/defaults.yaml': 'version: 1\ndefaults: { template: t }\n',
        'config/templates.yaml': 'version: 1\ntemplates: { t: {} }\n',
        ...(name === 'accounts' ? { 'config/defaults.yaml': 'version: 1\ntemplates: {}\n' } : {}),
      },
    );
    const before = read(`config/${name}.yaml`);
    const { code, stderr } = await run(`import --plain-urls --force --out config/${name}.yaml`);
    expect([code, stderr]).toEqual([4, expect.stringContaining(message)]);
    expect(read(`config/${name}.yaml`)).toBe(before);
    expect(emulators[0]?.requests()).toEqual([]);
  });
});
