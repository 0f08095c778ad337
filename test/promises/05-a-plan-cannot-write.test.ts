import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSystemClock } from '../../src/adapters/clock/system-clock.ts';
import { Scrubber } from '../../src/adapters/telemetry/scrubber.ts';
import { preview } from '../../src/app/preview.ts';
import { openSession, type Session } from '../../src/cli/session.ts';
import { changesOf } from '../../src/plan/plan.ts';
import { CANARY_KEY } from '../support/canary.ts';
import { runCommandLine } from '../support/command-line.ts';
import { desiredDomain } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { passOn } from '../support/pass.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

const SRC = join(import.meta.dirname, '../../src');
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
      desired: { domains: [desiredDomain({ webhooks: { clicked: [A] } })], patterns: [], doubts: [] },
      selection: { accounts: [], domains: [] },
      signal: new AbortController().signal,
    };
    const { plan } = await preview({ readers, clock, journal }, scope);
    expect(changesOf(plan)).toHaveLength(1);
    for (const reader of readers.values()) {
      expect(Object.keys(reader).sort()).toEqual(['listDomains', 'readWebhooks']);
    }
  });

  it('is made by commands whose modules import no writer, however far one looks', () => {
    for (const command of ['plan', 'explain', 'validate']) {
      const reached = modulesFrom(`cli/commands/${command}.ts`);
      expect(reached.size).toBeGreaterThan(10);
      expect(
        [...reached].filter((path) => /writer|write-session|compose-writing|apply-plan/.test(path)),
      ).toEqual([]);
    }
    // The same search does find it where it is.
    expect(modulesFrom('cli/commands/apply.ts')).toContain('adapters/mailgun/mailgun-writer.ts');
  });

  it('is made in a session in which there is nothing that sends', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': {} } } });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: { clicked: ${A} } }\n`,
    });
    const session = await sessionIn(folder);
    expect(Object.keys(session).sort()).toEqual([
      'accounts',
      'composition',
      'configuration',
      'maxRequests',
      'paint',
      'selection',
    ]);
    expect(Object.keys(session.composition).sort()).toEqual(['budgetOf', 'close', 'history', 'readPorts']);
    expect(Object.keys(session.composition.history)).toEqual(['since']);
    expect(Object.keys(session.composition.readPorts).sort()).toEqual(['clock', 'journal', 'readers']);
  });

  it.each(['plan --out plan.json', 'plan --out plan.json --dry-run', 'apply plan.json --dry-run'])(
    'writes nothing to Mailgun as: mghooks %s',
    async (line) => {
      const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': {} } } });
      const folder = workspace({
        'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: { clicked: ${A} } }\n`,
      });
      await runCommandLine(['plan', '--out', 'plan.json'], { workingDirectory: folder });
      const { code } = await runCommandLine(line.split(' '), { workingDirectory: folder });
      expect(code).toBe(0);
      expect(emulator.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
    },
  );
});

/** All modules below src that a module imports, directly or not. Types do nothing, so they are left out. */
function modulesFrom(start: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const text = readFileSync(join(SRC, path), 'utf8');
    for (const [, name = ''] of text.matchAll(/^(?:import|export) (?!type )[^'"`;]*?from '(\.[^']+)'/gm)) {
      open.push(join(dirname(path), name));
    }
  }
  return reached;
}

async function sessionIn(folder: string): Promise<Session> {
  const terminal = { stdout: { write: () => undefined, isTerminal: false }, ask: undefined };
  const context = {
    terminal: { ...terminal, stderr: terminal.stdout },
    environment: new Map([['MAILGUN_API_KEY', CANARY_KEY]]),
    workingDirectory: folder,
    command: 'mghooks test',
    clock: createSystemClock(),
    scrubber: new Scrubber(),
    nodeVersion: 'v24.0.0',
    onHangup: () => () => undefined,
    signal: new AbortController().signal,
  };
  const session = await openSession(context, {
    output: 'text',
    logLevel: 'silent',
    color: 'never',
    stateDir: null,
    lockTimeoutMs: 0,
  });
  onTestFinished(() => session.composition.close());
  return session;
}
