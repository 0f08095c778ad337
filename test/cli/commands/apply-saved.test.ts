import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../support/command-line.ts';
import { withEmulator } from '../../support/emulator.ts';
import { accountsFile, workspace } from '../../support/workspace.ts';
import { DOMAINS, SECRET, SEED, url, withDrift } from './drifted-account.ts';

describe('mghooks apply PLANFILE', () => {
  it('reads the affected domains alone, without listing the account, and carries the plan out', async () => {
    const { run, requests, emulator, writes } = await withDrift();
    await run('plan --out plan.json');
    const before = requests().length;
    const { code, stdout } = await run('apply plan.json');
    expect(code, stdout).toBe(0);
    const asked = requests().slice(before);
    expect(asked.filter((request) => !/\/(a|b)\.example\.com\//.test(request))).toEqual([]);
    expect(asked[0]).toMatch(/^GET \/v3\/domains\/[ab]\.example\.com\/webhooks$/);
    expect(emulator.webhooks('a.example.com')).toMatchObject({ clicked: [url('1')] });
    expect(emulator.webhooks('b.example.com')).toEqual({ clicked: [url('1')] });
    expect(writes()).toHaveLength(2);
  });

  it('sends exactly the calls of the file', async () => {
    const { run, read, writes } = await withDrift();
    await run('plan --out plan.json');
    const saved: { domains: readonly { calls: readonly { request: string }[] }[] } = JSON.parse(read());
    await run('apply plan.json');
    const planned = saved.domains.flatMap(({ calls }) => calls.map(({ request }) => request));
    expect([...writes()].sort()).toEqual(planned.sort());
  });

  it('works on another machine, with a key that may write where the plan was made with one that may only read', async () => {
    const { run, folder, read, writes } = await withDrift();
    await run('plan --out plan.json', { environment: { MAILGUN_API_KEY: 'key-that-reads' } });
    const elsewhere = workspace({
      'config/a.yaml': readFileSync(join(folder, 'config/a.yaml'), 'utf8'),
      'artifact/plan.json': read(),
    });
    const environment = { MAILGUN_API_KEY: 'key-that-writes', TZ: 'Asia/Kathmandu' };
    const { code } = await run('apply artifact/plan.json', { workingDirectory: elsewhere, environment });
    expect(code).toBe(0);
    expect(writes()).toHaveLength(2);
  });

  it('says of a YAML file that it is a configuration, and how to name it', async () => {
    const { run, writes } = await withDrift();
    const { code, stderr } = await run('apply config/a.yaml');
    expect(stderr).toContain(
      "'config/a.yaml' is a configuration, not a saved plan: did you mean --config config/a.yaml?",
    );
    expect(code).toBe(4);
    expect(writes()).toEqual([]);
  });

  it('changes nothing as a dry run, and shows the plan', async () => {
    const { run, writes } = await withDrift();
    await run('plan --out plan.json');
    const { code, stdout } = await run('apply plan.json --dry-run');
    expect(stdout).toContain('Plan: 1 to create, 1 to update, 0 to delete on 2 domains');
    expect(code).toBe(0);
    expect((await run('apply plan.json --dry-run --detailed-exitcode')).code).toBe(2);
    expect(writes()).toEqual([]);
  });

  it('has nothing to do with a plan without changes', async () => {
    const { run, requests } = await withDrift();
    await run('plan --out plan.json --domain far.example.net');
    const before = requests().length;
    const { code, stdout } = await run('apply plan.json', { environment: { MAILGUN_API_KEY: '' } });
    expect(stdout).toContain('Nothing to do');
    expect(code).toBe(0);
    expect(requests().length).toBe(before);
  });

  it('was made from files without an end mark: what it removes needs an approval too', async () => {
    const { run, folder, emulator, writes } = await withDrift();
    writeFileSync(join(folder, 'config/a.yaml'), `${accountsFile(emulator.origin)}${DOMAINS}`);
    const { stdout, code } = await run('plan --out plan.json');
    expect(code).toBe(0);
    const approval =
      /mghooks (apply plan\.json --approve [0-9a-f]{12} --allow-deletes 1)\n/.exec(stdout)?.[1] ?? '';
    const refused = await run('apply plan.json --yes');
    expect(refused.stdout).toContain(
      "Refused by the guard of 'main': nothing was written. config/a.yaml does not end with the line '...'",
    );
    expect(refused.stdout).toContain(`Or, if this plan is right: mghooks ${approval}\n`);
    expect(refused.code).toBe(3);
    expect((await run('apply plan.json', { answer: 'yes' })).code, 'nobody is asked').toBe(3);
    expect(writes()).toEqual([]);
    expect((await run(approval)).code).toBe(0);
    expect(emulator.webhooks('a.example.com')).toMatchObject({ clicked: [url('1')] });
  });

  it('can be carried out once: the second time it has moved', async () => {
    const { run, writes } = await withDrift();
    await run('plan --out plan.json');
    await run('apply plan.json');
    const { code, stdout } = await run('apply plan.json');
    expect(stdout).toContain('Not applied: the saved plan no longer fits, so nothing was written.');
    expect(code).toBe(3);
    expect(writes()).toHaveLength(2);
  });

  it('names what moved, event by event, with masked URLs', async () => {
    const { run, emulator, writes } = await withDrift();
    await run('plan --out plan.json');
    emulator.setWebhooks('a.example.com', 'delivered', [SECRET.replace('hunter2', 'hunter3')]);
    emulator.setWebhooks('b.example.com', 'opened', [url('x'), url('y')]);
    const { code, stdout } = await run('apply plan.json --yes');
    expect(
      stdout.replaceAll(/\[[0-9a-f]{6}\]/g, '[…]'),
    ).toBe(`Not applied: the saved plan no longer fits, so nothing was written.
a.example.com (main)
  delivered
      was    https://[…]@hooks.example.com/hook?token=[…]
      is now https://[…]@hooks.example.com/hook?token=[…]
b.example.com (main)
  opened
      was    (no webhook)
      is now ${url('x')} ${url('y')}
Make a new one with: mghooks plan --out plan.json
`);
    const [was, is] = [...stdout.matchAll(/(?:was|is now) +(https:\S+hook\S+)/g)].map(([, masked]) => masked);
    expect(was).not.toBe(is);
    expect(code).toBe(3);
    expect(writes()).toEqual([]);
  });

  it('names what moved as JSON too', async () => {
    const { run, emulator } = await withDrift();
    await run('plan --out plan.json');
    emulator.setWebhooks('b.example.com', 'opened', [url('x')]);
    const { code, stdout } = await run('apply plan.json -o json');
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      refused: expect.stringContaining('no longer fits'),
      planFile: 'plan.json',
      moved: [
        { account: 'main', domain: 'b.example.com', hooks: [{ name: 'opened', was: [], is: [url('x')] }] },
      ],
      results: [],
    });
    expect(code).toBe(3);
  });

  it('does not mind what happens on domains that it does not change', async () => {
    const { run, emulator } = await withDrift();
    await run('plan --out plan.json');
    emulator.setWebhooks('c.example.com', 'clicked', [url('moved')]);
    expect((await run('apply plan.json')).code).toBe(0);
    expect(emulator.webhooks('c.example.com')).toMatchObject({ clicked: [url('moved')] });
  });

  it('writes nothing when a domain cannot be read again, and says why', async () => {
    const { run, emulator, writes } = await withDrift();
    await run('plan --out plan.json');
    emulator.addFault({
      match: { domain: 'a.example.com' },
      fault: { kind: 'answer', status: 404, json: { message: 'Domain not found' } },
    });
    const { code, stdout } = await run('apply plan.json --log-level silent');
    expect(stdout).toContain('a.example.com (main)\n  not read: ');
    expect(code).toBe(3);
    expect(writes()).toEqual([]);
  });

  it('is refused when the configuration has changed, before Mailgun is asked anything', async () => {
    const { run, folder, requests } = await withDrift();
    await run('plan --out plan.json');
    const before = requests().length;
    const config = join(folder, 'config/a.yaml');
    writeFileSync(config, `${readFileSync(config, 'utf8')}# a comment\n`);
    const { code, stdout } = await run('apply plan.json');
    expect(stdout).toContain('! the configuration has changed since it was made\n');
    expect(code).toBe(3);
    expect(requests().length).toBe(before);
  });

  it.each<readonly [string, (text: string) => string, string]>([
    ['edited', (text) => text.replace('/webhooks"', '/webhookz"'), '! it is cut off, or it was edited\n'],
    ['cut off', (text) => text.slice(0, text.length / 2), '! it is cut off, or it was edited\n'],
    ['of something else', () => 'version: 1\n', "! it is not a plan that 'mghooks plan --out' wrote\n"],
  ])('is refused if it is %s', async (_title, edit, reason) => {
    const { run, read, planFile, requests } = await withDrift();
    await run('plan --out plan.json');
    const before = requests().length;
    writeFileSync(planFile, edit(read()));
    const { code, stdout } = await run('apply plan.json --yes');
    expect(stdout).toContain(reason);
    expect(code).toBe(3);
    expect(requests().length).toBe(before);
  });

  it('is refused once it has expired', async () => {
    const { run, writes } = await withDrift();
    await run('plan --out plan.json --expires 0s');
    const { code, stdout } = await run('apply plan.json');
    expect(stdout).toMatch(/! it expired at 20\d\d-/);
    expect(code).toBe(3);
    expect(writes()).toEqual([]);
  });

  it('is refused for another account of the same name', async () => {
    const { run, folder, writes } = await withDrift();
    const other = await withEmulator({ seed: SEED });
    await run('plan --out plan.json');
    writeFileSync(join(folder, 'config/a.yaml'), `${accountsFile(other.origin)}${DOMAINS}`);
    const { code, stdout } = await run('apply plan.json');
    expect(stdout).toContain(`and in the configuration ${other.origin}`);
    expect(code).toBe(3);
    expect([...writes(), ...other.requests()]).toEqual([]);
  });

  it.each([
    ['apply plan.json --domain a.*', "remove '--domain' (MGHOOKS_DOMAIN)"],
    ['apply plan.json --account main', "remove '--account' (MGHOOKS_ACCOUNT)"],
    ['apply nowhere.json', "Cannot read the plan 'nowhere.json': there is no such file or folder"],
    ['apply config', "Cannot read the plan 'config': it is not a regular file"],
    ['apply plan.json other.json', 'too many arguments'],
    ['apply plan.json --allow-deletes 1', "'--allow-deletes 1' needs '--approve PLAN-ID'"],
  ])('takes %s for a mistake', async (line, message) => {
    const { run, writes } = await withDrift();
    await run('plan --out plan.json');
    const { code, stderr } = await run(line);
    expect(stderr).toContain(message);
    expect(code).toBe(4);
    expect(writes()).toEqual([]);
  });

  it('needs no yes for deletions, as it was seen, but what a guard refuses needs its approval', async () => {
    const { run, writes } = await withDrift('    guard: { maxDeletes: 0 }\n');
    await run('plan --out plan.json');
    const refused = await run('apply plan.json --yes');
    const command = /mghooks (apply plan\.json --approve \w{12} --allow-deletes 1)/.exec(refused.stdout)?.[1];
    expect(refused.code).toBe(3);
    expect(writes()).toEqual([]);
    expect((await run(command ?? '')).code).toBe(0);
    expect(writes()).toHaveLength(2);
  });

  it('judges its guard by the whole account that was planned, not by the few domains that are read again', async () => {
    const { run, writes } = await withDrift('    guard: { maxDeletePercent: 13 }\n');
    // One of nine deliveries goes; of the four on the affected domains it would be a quarter.
    expect((await run('plan --out plan.json')).code).toBe(0);
    expect((await run('apply plan.json')).code).toBe(0);
    expect(writes()).toHaveLength(2);
  });
});

describe('a saved plan of two accounts', () => {
  it('is carried out as a whole or not at all, so that it still fits when the guard of one account is satisfied', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': { clicked: [url('old')] }, 'b.example.com': {} } },
    });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin)}  other:
    baseUrl: ${emulator.origin}
    apiKey: { env: OTHER_API_KEY }
domains:
  a.example.com: { account: main, webhooks: { clicked: ${url('1')} } }
  b.example.com: { account: other, webhooks: { clicked: ${url('1')} } }
`,
    });
    const run = (line: string) =>
      runCommandLine(line.split(' '), { workingDirectory: folder, environment: { OTHER_API_KEY: 'key-2' } });
    await run('plan --out plan.json');
    const refused = await run('apply plan.json');
    expect(refused.stdout).toContain("Refused by the guard of 'main': nothing was written.");
    expect(emulator.webhooks('b.example.com')).toEqual({});
    const command = /mghooks (apply plan\.json --approve .*)\n$/.exec(refused.stdout)?.[1] ?? '';
    expect((await run(command)).code).toBe(0);
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [url('1')] });
    expect(emulator.webhooks('b.example.com')).toEqual({ clicked: [url('1')] });
  });
});
