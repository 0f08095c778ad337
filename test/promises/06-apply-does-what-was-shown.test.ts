import { describe, expect, it } from 'vitest';
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
    expect(calls).toHaveLength(7);
    expect((await run('apply', '--yes')).code).toBe(0);
    const sent = emulator
      .requests()
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`);
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
});
