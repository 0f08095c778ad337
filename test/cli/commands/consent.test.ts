import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RunOptions, runCommandLine } from '../../support/command-line.ts';
import { withEmulator } from '../../support/emulator.ts';
import { atTerminal } from '../../support/pty.ts';
import { accountsFile, workspace } from '../../support/workspace.ts';

const url = (name: string) => `https://hooks.example.com/${name}`;

const KEPT = { delivered: [url('a')], opened: [url('a')], complained: [url('a')] };

/** What the configuration makes of the account, and what that takes. */
const PLANS = {
  none: { actual: { ...KEPT, clicked: [url('a')] }, webhooks: `{ clicked: ${url('a')} }` },
  adding: { actual: KEPT, webhooks: `{ clicked: ${url('a')} }` },
  removing: { actual: { ...KEPT, clicked: [url('a'), url('b')] }, webhooks: `{ clicked: ${url('a')} }` },
  exceeding: { actual: { clicked: [url('a')] }, webhooks: `{ clicked: ${url('b')} }` },
} as const;

type PlanName = keyof typeof PLANS;

async function withPlan(name: PlanName, whole = true) {
  const { actual, webhooks } = PLANS[name];
  const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': actual } } });
  const text = `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: ${webhooks} }\n`;
  const folder = workspace({ 'config/a.yaml': text });
  if (!whole) writeFileSync(join(folder, 'config/a.yaml'), text);
  const run = (words: readonly string[], options: RunOptions = {}) =>
    runCommandLine(words, { workingDirectory: folder, ...options });
  const writes = () => emulator.requests().filter(({ method }) => method !== 'GET').length;
  const shown: { readonly planId: string } = JSON.parse((await run(['plan', '-o', 'json'])).stdout);
  return { emulator, folder, run, writes, planId: shown.planId };
}

interface Row {
  readonly plan: PlanName;
  /** Whether the configuration ends with the end mark; it does unless said. */
  readonly whole?: boolean;
  /** ID is the id of the plan. */
  readonly flags?: string;
  /** Absent: nobody can be asked. */
  readonly answer?: string;
  readonly calls: number;
  readonly code: number;
}

describe('consent, row by row', () => {
  it.each<Row>([
    { plan: 'none', calls: 0, code: 0 },
    { plan: 'none', answer: 'no', calls: 0, code: 0 },
    { plan: 'adding', calls: 1, code: 0 },
    { plan: 'adding', answer: 'yes', calls: 1, code: 0 },
    { plan: 'adding', answer: ' yes\n', calls: 1, code: 0 },
    { plan: 'adding', answer: 'y', calls: 0, code: 3 },
    { plan: 'adding', answer: 'YES', calls: 0, code: 3 },
    { plan: 'adding', answer: '', calls: 0, code: 3 },
    { plan: 'adding', flags: '--yes', answer: 'no', calls: 1, code: 0 },
    { plan: 'adding', flags: '--approve ID', answer: 'no', calls: 1, code: 0 },
    { plan: 'removing', calls: 0, code: 3 },
    { plan: 'removing', answer: 'yes', calls: 1, code: 0 },
    { plan: 'removing', answer: 'y', calls: 0, code: 3 },
    { plan: 'removing', flags: '--yes', calls: 1, code: 0 },
    { plan: 'removing', flags: '--approve ID', calls: 1, code: 0 },
    { plan: 'removing', flags: '--approve ID --allow-deletes 1', calls: 1, code: 0 },
    { plan: 'removing', flags: '--approve ID --allow-deletes 0', calls: 0, code: 3 },
    { plan: 'removing', flags: '--yes --approve 000000000000', calls: 0, code: 3 },
    { plan: 'exceeding', calls: 0, code: 3 },
    { plan: 'exceeding', answer: 'yes', calls: 0, code: 3 },
    { plan: 'exceeding', flags: '--yes', answer: 'yes', calls: 0, code: 3 },
    { plan: 'exceeding', flags: '--approve ID', answer: 'yes', calls: 0, code: 3 },
    { plan: 'exceeding', flags: '--yes --approve ID --allow-deletes 0', answer: 'yes', calls: 0, code: 3 },
    {
      plan: 'exceeding',
      flags: '--yes --approve 000000000000 --allow-deletes 9',
      answer: 'yes',
      calls: 0,
      code: 3,
    },
    { plan: 'exceeding', flags: '--approve ID --allow-deletes 1', calls: 1, code: 0 },
    { plan: 'exceeding', flags: '--approve ID --allow-deletes 99', calls: 1, code: 0 },
    { plan: 'none', whole: false, calls: 0, code: 0 },
    { plan: 'adding', whole: false, calls: 1, code: 0 },
    { plan: 'adding', whole: false, flags: '--yes', calls: 1, code: 0 },
    { plan: 'removing', whole: false, calls: 0, code: 3 },
    { plan: 'removing', whole: false, answer: 'yes', calls: 1, code: 0 },
    { plan: 'removing', whole: false, answer: 'y', calls: 0, code: 3 },
    { plan: 'removing', whole: false, flags: '--yes', calls: 0, code: 3 },
    { plan: 'removing', whole: false, flags: '--yes', answer: 'yes', calls: 0, code: 3 },
    { plan: 'removing', whole: false, flags: '--approve ID', calls: 1, code: 0 },
    { plan: 'removing', whole: false, flags: '--yes --approve ID --allow-deletes 1', calls: 1, code: 0 },
    { plan: 'removing', whole: false, flags: '--approve ID --allow-deletes 0', calls: 0, code: 3 },
    { plan: 'removing', whole: false, flags: '--yes --approve 000000000000', calls: 0, code: 3 },
    { plan: 'exceeding', whole: false, answer: 'yes', calls: 0, code: 3 },
    { plan: 'exceeding', whole: false, flags: '--approve ID --allow-deletes 1', calls: 1, code: 0 },
  ])(
    '$plan, whole: $whole, with the flags $flags and the answer $answer: $calls calls, exit code $code',
    async (row) => {
      const { run, writes, planId } = await withPlan(row.plan, row.whole);
      const words = (row.flags ?? '').replace('ID', planId).split(' ');
      const given = words.filter((word) => word !== '');
      const { answer } = row;
      const ended = await run(['apply', ...given], answer === undefined ? {} : { answer });
      const { calls, code } = row;
      expect({ calls: writes(), code: ended.code }, ended.output).toEqual({ calls, code });
    },
  );

  it('asks nobody as run --once, even where somebody could be asked', async () => {
    const { run, writes } = await withPlan('removing');
    expect((await run(['run', '--once'], { answer: 'yes' })).code).toBe(3);
    expect(writes()).toBe(0);
  });

  it('says which file lacks the end mark, and what would be right', async () => {
    const { run, planId } = await withPlan('removing', false);
    const doubt =
      "config/a.yaml does not end with the line '...', so it may have been cut off: if it is whole, add that line at its end.";
    const wayOut = `mghooks apply --approve ${planId} --allow-deletes 1`;
    const refused = await run(['apply', '--yes']);
    expect(refused.stdout).toContain(`Note: ${doubt}\n`);
    expect(refused.stdout).toContain(
      `Refused by the guard of 'main': nothing was written there. ${doubt} Or, if this plan is right: ${wayOut}\n`,
    );
    const asked = await run(['apply'], { answer: 'yes' });
    expect(asked.stdout).toContain(`Note: ${doubt}\n`);
    expect(asked.code).toBe(0);
  });

  it('writes the accounts that are whole for sure, or only add, and leaves the others', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': PLANS.removing.actual, 'b.example.com': PLANS.removing.actual } },
    });
    const wish = (account: string) => `{ account: ${account}, webhooks: ${PLANS.removing.webhooks} }`;
    const folder = workspace();
    const text = [
      accountsFile(emulator.origin),
      `  other:\n    baseUrl: ${emulator.origin}\n    apiKey: { env: MAILGUN_API_KEY }\n`,
      '    guard: { requireEndMark: false }\n',
      `domains:\n  a.example.com: ${wish('main')}\n  b.example.com: ${wish('other')}\n`,
    ].join('');
    writeFileSync(join(folder, 'a.yaml'), text);
    const { code, stdout } = await runCommandLine(['apply', '--yes', '--config', 'a.yaml'], {
      workingDirectory: folder,
    });
    expect(stdout).toContain("Refused by the guard of 'main': nothing was written there.");
    expect(code).toBe(3);
    expect(emulator.webhooks('a.example.com')['clicked']).toEqual([url('a'), url('b')]);
    expect(emulator.webhooks('b.example.com')['clicked']).toEqual([url('a')]);
  });

  it('shows a person on stderr what they are asked about, if the plan went elsewhere', async () => {
    const { run } = await withPlan('removing');
    const { stderr } = await run(['apply', '-o', 'json'], { answer: 'no' });
    expect(stderr).toContain(`- ${url('b')}`);
  });

  it('says what to type when the number is missing or too small, and the number', async () => {
    const { run, planId } = await withPlan('exceeding');
    const wayOut = `mghooks apply --approve ${planId} --allow-deletes 1`;
    const without = await run(['apply', '--approve', planId]);
    expect(without.stdout).toContain(
      `the approval does not say how many deliveries may go, and this plan removes 1 delivery. If this plan is right: ${wayOut}\n`,
    );
    const less = await run(['apply', '--approve', planId, '--allow-deletes', '0']);
    expect(less.stdout).toContain('0 deliveries may go, but this plan removes 1 delivery.');
    expect(less.stdout).toContain(wayOut);
  });

  it.each([
    ['--allow-deletes 3', "'--allow-deletes 3' needs '--approve PLAN-ID'"],
    ['--approve 1f0c9a2b7d3e --approve 1f0c9a2b7d3e', "'--approve <plan-id>' is given twice"],
    [
      '--approve 1f0c9a2b7d3e --allow-deletes 1 --allow-deletes 2',
      "'--allow-deletes <number>' is given twice",
    ],
    ['--approve all', "current value is 'all', expected the twelve digits of a plan id"],
    ['--approve 1f0c9a2b7d3e --allow-deletes -1', "current value is '-1', expected a whole number"],
  ])('takes %s for a mistake', async (flags, message) => {
    const { run, writes } = await withPlan('exceeding');
    const { code, stderr } = await run(['apply', ...flags.split(' ')]);
    expect(stderr).toContain(message);
    expect(code).toBe(4);
    expect(writes()).toBe(0);
  });

  it('tells a dry run whether an approval fits', async () => {
    const { run, planId, writes } = await withPlan('exceeding');
    const dry = (flags: string) => run(['apply', '--dry-run', ...flags.split(' ')]);
    const fits = await dry(`--approve ${planId} --allow-deletes 1`);
    expect(fits.stdout).toContain("Guard of account 'main': exceeded, and approved");
    expect(fits.code).toBe(0);
    expect((await dry(`--approve ${planId} --allow-deletes 0`)).code).toBe(3);
    expect((await dry('--approve 000000000000')).code).toBe(3);
    expect(writes()).toBe(0);
  });

  it('takes an approval from variables too, and a flag before a variable', async () => {
    const { run, planId, writes } = await withPlan('exceeding');
    const environment = { MGHOOKS_APPROVE: planId, MGHOOKS_ALLOW_DELETES: '1' };
    expect((await run(['apply', '--approve', '000000000000'], { environment })).code).toBe(3);
    expect((await run(['apply'], { environment })).code).toBe(0);
    expect(writes()).toBe(1);
  });
});

describe('consent at a real terminal', () => {
  it.each([
    { title: 'yes', keys: 'yes\r', code: 0, calls: 1 },
    { title: 'y, which is not yes', keys: 'y\r', code: 3, calls: 0 },
    { title: 'Enter alone', keys: '\r', code: 3, calls: 0 },
    { title: 'Ctrl-D', keys: '\u0004', code: 3, calls: 0 },
    { title: 'Ctrl-C', keys: '\u0003', code: 130, calls: 0 },
    { title: 'Ctrl-C after an answer that was not sent', keys: 'yes\u0003', code: 130, calls: 0 },
  ])('$title', async ({ keys, code, calls }) => {
    const { folder, writes } = await withPlan('removing');
    const person = atTerminal(['apply'], folder);
    await person.sees("Only 'yes' will do: ");
    expect(person.screen()).toContain(`- ${url('b')}`);
    person.type(keys);
    expect(await person.exitCode, person.screen()).toBe(code);
    expect(writes()).toBe(calls);
  });

  it('carries a saved plan out without asking', async () => {
    const { folder, run, writes } = await withPlan('removing');
    await run(['plan', '--out', 'plan.json']);
    expect(readFileSync(join(folder, 'plan.json'), 'utf8')).toContain('"kind": "mghooks saved plan"');
    const person = atTerminal(['apply', 'plan.json'], folder);
    expect(await person.exitCode, person.screen()).toBe(0);
    expect(writes()).toBe(1);
  });
});
