import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RunOptions, runCommandLine } from '../support/command-line.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

const url = (name: string) => `https://hooks.example.com/${name}`;

type Hooks = Readonly<Record<string, readonly string[]>>;

interface Scene {
  readonly actual: Readonly<Record<string, Hooks>>;
  /** The lines below `domains:`. */
  readonly desired: readonly string[];
  /** Such as `{ maxDeletes: 2 }`; the default if absent. */
  readonly guard?: string;
}

/** An account in front of which the guard stands. All its commands remember the same past. */
async function play({ actual, desired, guard }: Scene) {
  const emulator = await withEmulator({ seed: { domains: actual } });
  const limits = guard === undefined ? '' : `    guard: ${guard}\n`;
  const folder = workspace({
    'config/a.yaml': `${accountsFile(emulator.origin, limits)}domains:\n${desired.map((line) => `  ${line}\n`).join('')}`,
  });
  const environment = { MGHOOKS_STATE_DIR: workspace() };
  const run = (line: string, options: RunOptions = {}) =>
    runCommandLine(line.split(' '), { workingDirectory: folder, environment, ...options });
  const writes = () => emulator.requests().filter(({ method }) => method !== 'GET').length;
  return { emulator, run, writes };
}

/** Deliveries that stay, so that a percentage says little. */
const ballast = (count: number): Record<string, Hooks> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `z${index}.example.net`,
      { clicked: [url('1'), url('2'), url('3')], opened: [url('1'), url('2'), url('3')] },
    ]),
  );

const PATTERN = "'*.example.net': { webhooks: {} }";

/** One domain of many deliveries loses this many of them. */
const losing = (count: number): Scene => {
  const lost = Array.from({ length: count }, (_, index) => [
    `a${index}.example.com`,
    { clicked: [url('a'), url('b')] },
  ]);
  return {
    actual: { ...ballast(20), ...Object.fromEntries(lost) },
    desired: [PATTERN, `'*.example.com': { webhooks: { clicked: ${url('a')} } }`],
  };
};

describe('promise 10: guards hold', () => {
  it('lets ten deletions pass, and not eleven', async () => {
    const ten = await play(losing(10));
    expect((await ten.run('apply --yes')).code).toBe(0);
    expect(ten.writes()).toBe(10);
    const eleven = await play(losing(11));
    const { code, stdout } = await eleven.run('apply --yes');
    expect(stdout).toContain('! 11 deliveries would be removed, maxDeletes is 10');
    expect(code).toBe(3);
    expect(eleven.writes()).toBe(0);
  });

  it('counts a percentage of small accounts too', async () => {
    const { run, writes } = await play({
      actual: { 'a.example.com': { clicked: [url('a'), url('b')], opened: [url('a')] } },
      desired: [`a.example.com: { webhooks: { clicked: ${url('a')} } }`],
    });
    const { code, stdout } = await run('apply --yes');
    expect(stdout).toContain('! 33.3 % of the 3 deliveries would be removed, maxDeletePercent is 30');
    expect(code).toBe(3);
    expect(writes()).toBe(0);
  });

  it('takes a domain that would have no webhook left for too much, however wide the limits are', async () => {
    const { run, writes } = await play({
      actual: { ...ballast(20), 'a.example.com': { clicked: [url('a')] } },
      desired: [PATTERN, 'a.example.com: { webhooks: { clicked: [] } }'],
      guard: '{ maxDeletes: 10000, maxDeletePercent: 100 }',
    });
    const { code, stdout } = await run('apply --yes');
    expect(stdout).toContain('! a.example.com had webhooks and would have none');
    expect(code).toBe(3);
    expect(writes()).toBe(0);
  });

  it.each(['text', 'json', 'markdown', 'github'])(
    'shows as %s what tripped it, and the whole line to type',
    async (format) => {
      const { run } = await play(losing(11));
      for (const command of ['plan', 'apply --yes']) {
        const { code, stdout } = await run(`${command} --output ${format} --config config/ --domain a*`);
        expect(stdout).toContain('11 deliveries would be removed, maxDeletes is 10');
        expect(stdout).toMatch(
          /mghooks apply --config config\/ --domain 'a\*' --approve [0-9a-f]{12} --allow-deletes 11/,
        );
        expect(code).toBe(3);
      }
    },
  );

  it('goes on with exactly the line that it shows', async () => {
    const { run, emulator, writes } = await play(losing(11));
    const { stdout } = await run('plan');
    const line = /mghooks (apply --approve \w{12} --allow-deletes 11)\n/.exec(stdout)?.[1] ?? '';
    expect((await run(line)).code).toBe(0);
    expect(writes()).toBe(11);
    expect(emulator.webhooks('a0.example.com')).toEqual({ clicked: [url('a')] });
  });

  it('does not take an approval for the plan of another day', async () => {
    const { run, emulator, writes } = await play(losing(11));
    const { stdout } = await run('plan');
    const line = /mghooks (apply --approve \w{12} --allow-deletes 11)\n/.exec(stdout)?.[1] ?? '';
    emulator.setWebhooks('a0.example.com', 'clicked', [url('a'), url('c')]);
    expect((await run(line)).code).toBe(3);
    expect(writes()).toBe(0);
  });

  it('stops one account, and lets the others go on', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'a.example.com': { clicked: [url('a')] }, 'b.example.com': {} } },
    });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin)}  other:
    baseUrl: ${emulator.origin}
    apiKey: { env: OTHER_API_KEY }
domains:
  a.example.com: { account: main, webhooks: { clicked: ${url('b')} } }
  b.example.com: { account: other, webhooks: { clicked: ${url('b')} } }
`,
    });
    const run = (line: string) =>
      runCommandLine(line.split(' '), { workingDirectory: folder, environment: { OTHER_API_KEY: 'key-2' } });
    const { code, stdout } = await run('apply');
    expect(code).toBe(3);
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [url('a')] });
    expect(emulator.webhooks('b.example.com')).toEqual({ clicked: [url('b')] });
    // What is left is another plan, and its line is the one to type.
    const line =
      /Refused by the guard of 'main': nothing was written there\. If this plan is right: mghooks (.+)\n/.exec(
        stdout,
      )?.[1];
    expect((await run(line ?? '')).code).toBe(0);
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [url('b')] });
  });

  it('remembers what parts of an account have lost: many small applies do not do what one may not', async () => {
    const { run, writes } = await play({ ...losing(12), guard: '{ maxDeletes: 3, maxDeletePercent: 100 }' });
    const codes: number[] = [];
    let last = '';
    for (let index = 0; index < 5; index += 1) {
      const { code, stdout } = await run(`apply --yes --domain a${index}.example.com`);
      codes.push(code);
      last = stdout;
    }
    expect(codes).toEqual([0, 0, 0, 3, 3]);
    expect(writes()).toBe(3);
    expect(last).toContain('! 1 delivery would be removed after 3 in the last 10 minutes, maxDeletes is 3');
    const line = /mghooks (apply --domain .* --allow-deletes 1)\n/.exec(last)?.[1] ?? '';
    expect((await run(line)).code).toBe(0);
  });

  it('holds for every account, limit and configuration', async () => {
    const hooks = fc.subarray(['clicked', 'opened', 'delivered']);
    const domain = fc.record({ actual: hooks, desired: hooks });
    const limits = fc.record({ maxDeletes: fc.nat(4), maxDeletePercent: fc.integer({ min: 0, max: 100 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(domain, { minLength: 1, maxLength: 4 }), limits, async (domains, guard) => {
        const name = (index: number) => `d${index}.example.com`;
        const { run, emulator, writes } = await play({
          actual: Object.fromEntries(
            domains.map(({ actual }, index) => [
              name(index),
              Object.fromEntries(actual.map((event) => [event, [url('a')]])),
            ]),
          ),
          desired: domains.map(
            ({ desired }, index) =>
              `${name(index)}: { policy: exact, webhooks: { ${desired.map((event) => `${event}: ${url('a')}`).join(', ')} } }`,
          ),
          guard: `{ maxDeletes: ${guard.maxDeletes}, maxDeletePercent: ${guard.maxDeletePercent} }`,
        });
        const lost = domains.map(
          ({ actual, desired }) => actual.filter((event) => !desired.includes(event)).length,
        );
        const removed = lost.reduce((sum, count) => sum + count, 0);
        const total = domains.reduce((sum, { actual }) => sum + actual.length, 0);
        const emptied = domains.some(({ actual, desired }) => actual.length > 0 && desired.length === 0);
        const exceeded =
          removed > guard.maxDeletes || 100 * removed > guard.maxDeletePercent * total || emptied;
        const { code } = await run('apply --yes --log-level silent');
        expect(code).toBe(exceeded ? 3 : 0);
        if (exceeded) expect(writes()).toBe(0);
        for (const [index, { actual, desired }] of domains.entries()) {
          expect(Object.keys(emulator.webhooks(name(index))).sort()).toEqual(
            [...(exceeded ? actual : desired)].sort(),
          );
        }
      }),
      { numRuns: 30 },
    );
  });
});
