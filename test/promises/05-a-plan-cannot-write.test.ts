import { describe, expect, it } from 'vitest';
import { preview } from '../../src/app/preview.ts';
import { changesOf } from '../../src/plan/plan.ts';
import { runCommandLine } from '../support/command-line.ts';
import { desiredDomain } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { passOn } from '../support/pass.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

const A = 'https://hooks.example.com/a';

const READING = [
  'plan',
  'plan --output json',
  'plan --output markdown',
  'plan --output github',
  'plan --detailed-exitcode',
  'apply --dry-run',
  'apply --dry-run --yes',
  'apply --dry-run --approve 000000000000',
  'run --dry-run',
  'run --once --dry-run --yes',
  'validate',
  'explain mg.example.com',
  'schema',
];

describe('promise 5: a plan cannot write', () => {
  it.each(READING)('sends nothing but GET as: mghooks %s', async (line) => {
    const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': { opened: [A] } } } });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { policy: exact, webhooks: { clicked: ${A} } }\n`,
    });
    await runCommandLine(line.split(' '), { workingDirectory: folder, environment: { MGHOOKS_YES: 'true' } });
    expect(emulator.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(emulator.webhooks('mg.example.com')).toEqual({ opened: [A] });
  });

  it('honours the dry run that a variable asks for', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': {} } } });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: { clicked: ${A} } }\n`,
    });
    const environment = { MGHOOKS_DRY_RUN: 'true' };
    const { code } = await runCommandLine(['apply'], { workingDirectory: folder, environment });
    expect(code).toBe(0);
    expect(emulator.webhooks('mg.example.com')).toEqual({});
  });

  it('is made from ports in which there is no writer', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': {} } } });
    const { readers, clock, journal } = passOn(emulator).ports;
    const scope = {
      desired: { domains: [desiredDomain({ webhooks: { clicked: [A] } })], patterns: [] },
      selection: { accounts: [], domains: [] },
      signal: new AbortController().signal,
    };
    const { plan } = await preview({ readers, clock, journal }, scope);
    expect(changesOf(plan)).toHaveLength(1);
    for (const reader of readers.values()) {
      expect(Object.keys(reader).sort()).toEqual(['listDomains', 'readWebhooks']);
    }
  });
});
