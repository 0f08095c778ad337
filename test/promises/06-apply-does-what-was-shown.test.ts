import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import { runCommandLine } from '../support/command-line.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

const url = (name: string) => `https://hooks.example.com/${name}`;

interface ShownPlan {
  readonly domains: readonly { readonly calls: readonly string[] }[];
}

describe('promise 6: apply does what was shown', () => {
  it('sends exactly the calls of the plan', async () => {
    const emulator = await withEmulator({
      seed: {
        domains: {
          'a.example.com': { clicked: [url('1'), url('2')], opened: [url('1')], delivered: [url('1')] },
          'b.example.com': {},
          'c.example.com': { delivered: [url('1')], complained: [url('1'), url('2')] },
        },
      },
    });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin, '    guard: { maxDeletes: 24, maxDeletePercent: 100 }\n')}
domains:
  a.example.com: { policy: exact, webhooks: { clicked: ${url('1')}, delivered: ${url('1')}, accepted: ${url('3')} } }
  b.example.com: { webhooks: { clicked: ${url('1')}, opened: ${url('2')} } }
  c.example.com: { webhooks: { delivered: [], complained: ${url('2')} } }
`,
    });
    const run = (...argv: readonly string[]) => runCommandLine(argv, { workingDirectory: folder });
    const shown: ShownPlan = JSON.parse((await run('plan', '--output', 'json')).stdout);
    const calls = shown.domains.flatMap((domain) => domain.calls);
    // Seven event types change; a v4 call carries out two of the changes at once.
    expect(calls).toHaveLength(6);
    expect((await run('apply', '--yes')).code).toBe(0);
    const sent = emulator
      .requests()
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    expect([...sent].sort()).toEqual([...calls].sort());
  });

  it('writes nothing when the plan that was approved is no longer the plan', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'a.example.com': { clicked: [url('1')] } } } });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  a.example.com: { webhooks: { clicked: ${url('2')} } }\n`,
    });
    const run = (...argv: readonly string[]) => runCommandLine(argv, { workingDirectory: folder });
    const { planId }: { planId: string } = JSON.parse((await run('plan', '--output', 'json')).stdout);
    emulator.setWebhooks('a.example.com', 'clicked', [url('3')]);
    expect((await run('apply', '--approve', planId)).code).toBe(3);
    expect(emulator.webhooks('a.example.com')).toEqual({ clicked: [url('3')] });
  });

  describe('with a saved plan', () => {
    const DOMAINS = `domains:
  a.example.com: { webhooks: { clicked: ${url('2')}, opened: ${url('1')} } }
  '*.example.com': { webhooks: { clicked: ${url('2')} } }
`;

    async function saved() {
      const emulator = await withEmulator({
        seed: {
          domains: {
            'a.example.com': { clicked: [url('1'), url('2')], delivered: [url('1')] },
            'b.example.com': { delivered: [url('1'), url('2')] },
            'c.example.com': { clicked: [url('2')] },
          },
        },
      });
      const folder = workspace({ 'config/a.yaml': `${accountsFile(emulator.origin)}${DOMAINS}` });
      const run = (...argv: readonly string[]) => runCommandLine(argv, { workingDirectory: folder });
      const writes = () => emulator.requests().filter(({ method }) => method !== 'GET');
      expect((await run('plan', '--out', 'plan.json')).code).toBe(0);
      return { emulator, folder, run, writes, file: join(folder, 'plan.json') };
    }

    it('writes nothing, whichever event type of whichever affected domain has moved, and to whatever', async () => {
      const { emulator, run, writes } = await saved();
      const moves = ['a.example.com', 'b.example.com'].flatMap((domain) =>
        EVENT_TYPES.flatMap((event) =>
          [[], [url('3')], [url('1'), url('2'), url('3')]].map((urls) => ({ domain, event, urls })),
        ),
      );
      for (const { domain, event, urls } of moves) {
        const had = emulator.webhooks(domain)[event] ?? [];
        if (JSON.stringify(had) === JSON.stringify(urls)) continue;
        emulator.setWebhooks(domain, event, urls);
        const { code, stdout } = await run('apply', 'plan.json', '--yes');
        expect({ code, writes: writes() }, `${domain} ${event} ${urls.join(' ')}`).toEqual({
          code: 3,
          writes: [],
        });
        expect(stdout).toContain(`${domain} (main)\n  ${event}\n`);
        emulator.setWebhooks(domain, event, had);
      }
      expect((await run('apply', 'plan.json')).code).toBe(0);
      expect(writes().length).toBeGreaterThan(0);
    });

    it('writes nothing from a file in which any one byte is another', async () => {
      const { run, writes, file } = await saved();
      const bytes = readFileSync(file);
      const places = fc.record({ at: fc.nat(bytes.length - 1), flip: fc.integer({ min: 1, max: 255 }) });
      await fc.assert(
        fc.asyncProperty(places, async ({ at, flip }) => {
          const edited = Buffer.from(bytes);
          edited[at] = (edited[at] ?? 0) ^ flip;
          writeFileSync(file, edited);
          expect((await run('apply', 'plan.json', '--yes')).code).toBe(3);
          expect(writes()).toEqual([]);
        }),
        { numRuns: 150 },
      );
      writeFileSync(file, bytes);
      expect((await run('apply', 'plan.json')).code).toBe(0);
    });

    it('sends no call that was forged into it, checksum and all', async () => {
      const { run, writes, file } = await saved();
      const { checksum: _, ...document } = JSON.parse(readFileSync(file, 'utf8'));
      document.domains[0].calls[0].urls = ['https://evil.example/'];
      const checksum = createHash('sha256').update(JSON.stringify(document)).digest('hex');
      writeFileSync(file, `${JSON.stringify({ ...document, checksum }, null, 2)}\n`);
      const { code, stdout } = await run('apply', 'plan.json', '--yes');
      expect(stdout).toContain('it would take other calls');
      expect(code).toBe(3);
      expect(writes()).toEqual([]);
    });

    it('writes nothing to a domain that was forged into it', async () => {
      const { run, writes, file } = await saved();
      const { checksum: _, ...document } = JSON.parse(readFileSync(file, 'utf8'));
      document.domains.push({ ...document.domains[0], domain: 'c.example.com' });
      const checksum = createHash('sha256').update(JSON.stringify(document)).digest('hex');
      writeFileSync(file, `${JSON.stringify({ ...document, checksum }, null, 2)}\n`);
      expect((await run('apply', 'plan.json', '--yes')).code).toBe(3);
      expect(writes()).toEqual([]);
    });

    it('says that another id was planned when only that was forged', async () => {
      const { run, writes, file } = await saved();
      const { checksum: _, ...document } = JSON.parse(readFileSync(file, 'utf8'));
      document.planId = '000000000000';
      const checksum = createHash('sha256').update(JSON.stringify(document)).digest('hex');
      writeFileSync(file, `${JSON.stringify({ ...document, checksum }, null, 2)}\n`);
      const { code, stdout } = await run('apply', 'plan.json', '--yes');
      expect(stdout).toContain('it is plan 000000000000, and what would be done now is plan ');
      expect(code).toBe(3);
      expect(writes()).toEqual([]);
    });
  });
});
