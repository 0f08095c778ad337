import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { withDrift } from './drifted-account.ts';

describe('mghooks plan --out', () => {
  it('saves what it shows, and says until when and what to type', async () => {
    const { run, read, writes } = await withDrift();
    const { code, stdout } = await run('plan --out plan.json --config config/');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\nSaved in plan\.json, good until 20\d\d-[\dT:.-]+Z\. To carry out exactly this:\n {2}mghooks apply plan\.json --config config\/\n$/,
    );
    expect(JSON.parse(read())).toMatchObject({
      planId: /Plan id: (\w+)/.exec(stdout)?.[1],
      accounts: [{ name: 'main', region: 'other', deliveries: 9 }],
      domains: [{ domain: 'a.example.com' }, { domain: 'b.example.com' }],
    });
    expect(writes()).toEqual([]);
  });

  it.each(['json', 'markdown', 'github'])('says so as %s too', async (format) => {
    const { run } = await withDrift();
    const { stdout } = await run(`plan --out plan.json -o ${format}`);
    expect(stdout).toContain('plan.json');
  });

  it('names the file in JSON that still fits its schema', async () => {
    const { run, read } = await withDrift('    guard: { maxDeletes: 0 }\n');
    const path = new URL('../../../schemas/plan.schema.json', import.meta.url);
    const isPlan = new Ajv({ strict: true }).compile(JSON.parse(readFileSync(path, 'utf8')));
    const { code, stdout } = await run('plan --out plan.json -o json --dry-run');
    const shown: { readonly planId: string } = JSON.parse(stdout);
    expect(isPlan(shown), JSON.stringify(isPlan.errors)).toBe(true);
    expect(shown).toMatchObject({
      savedPlan: { file: 'plan.json', expiresAt: JSON.parse(read()).expiresAt },
      approvalCommand: `mghooks apply plan.json --approve ${shown.planId} --allow-deletes 1`,
    });
    expect(code).toBe(3);
  });

  it('keeps credentials out of the file', async () => {
    const { run, read } = await withDrift();
    await run('plan --out plan.json');
    expect(read()).toContain('@hooks.example.com/hook?token=[');
    expect(read()).not.toMatch(/hunter2|t0psecret|c4n4ry/);
  });

  it.each([
    ['--expires 90m', 90],
    ['--expires 1h', 60],
    ['', 24 * 60],
  ])('is good for %s', async (flag, minutes) => {
    const { run, read } = await withDrift();
    await run(`plan --out plan.json ${flag}`.trim());
    const { createdAt, expiresAt }: { createdAt: string; expiresAt: string } = JSON.parse(read());
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(minutes * 60_000);
  });

  it.each([
    ['plan --expires 1h', "'--expires' says how long a saved plan is good: add --out"],
    [
      'plan --out config/a.yaml',
      "Cannot save the plan in 'config/a.yaml': it exists, and is not a saved plan",
    ],
    ['plan --out nowhere/plan.json', "Cannot save the plan in 'nowhere/plan.json': its folder:"],
    ['plan --out plan.json --out plan2.json', "'--out <file>' is given twice"],
    ['plan --out plan.json --expires soon', 'expected a duration'],
  ])('takes %s for a mistake, before it asks Mailgun anything', async (line, message) => {
    const { run, requests, folder } = await withDrift();
    const before = readFileSync(join(folder, 'config/a.yaml'), 'utf8');
    const { code, stderr } = await run(line);
    expect(stderr).toContain(message);
    expect(code).toBe(4);
    expect(requests()).toEqual([]);
    expect(readFileSync(join(folder, 'config/a.yaml'), 'utf8')).toBe(before);
  });

  it('saves nothing when it was told to stop', async () => {
    const { run, planFile } = await withDrift();
    const signal = AbortSignal.abort(new Error('SIGTERM received'));
    expect((await run('plan --out plan.json', { signal })).code).toBe(1);
    expect(existsSync(planFile)).toBe(false);
  });
});
