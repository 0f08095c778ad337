import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { runCommandLine } from '../support/command-line.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

const url = (name: string) => `https://hooks.example.com/${name}`;

const SEED = {
  domains: {
    'a.example.com': { delivered: [url('1'), url('2')], clicked: [url('1')], opened: [url('1')] },
    'b.example.com': { delivered: [url('1')], clicked: [url('1')], permanent_fail: [url('2')] },
    'c.example.com': { delivered: [url('1')], complained: [url('1')] },
  },
};

/** Asks for exactly what is there, in every style of writing, under the policy that removes most. */
const DOMAINS = `version: 1
defaults: { policy: exact }
domains:
  a.example.com:
    webhooks:
      delivered:
        - ${url('1')}
        - ${url('2')}
      clicked: ${url('1')}
      opened: [${url('1')}]
  b.example.com: { webhooks: { delivered: ${url('1')}, clicked: ${url('1')}, permanent_fail: ${url('2')} } }
  c.example.com:
    webhooks:
      delivered: ${url('1')}
      complained: ${url('1')}
`;

async function setUp() {
  const emulator = await withEmulator({ seed: SEED, rate: 'none' });
  const folder = workspace({
    'config/accounts.yaml': accountsFile(emulator.origin),
    'config/domains.yaml': DOMAINS,
  });
  const run = (...argv: readonly string[]) => runCommandLine(argv, { workingDirectory: folder });
  return { emulator, folder, run, file: join(folder, 'config/domains.yaml') };
}

function world(emulator: Emulator) {
  return Object.fromEntries(Object.keys(SEED.domains).map((name) => [name, emulator.webhooks(name)]));
}

describe('promise 3: absence is not deletion', () => {
  it('never touches a domain that is missing from the YAML', async () => {
    const { emulator, file, run } = await setUp();
    writeFileSync(file, DOMAINS.replace(/ {2}b\.example\.com.*\n/, ''));
    expect((await run('apply', '--yes')).code).toBe(0);
    expect(world(emulator)).toEqual(SEED.domains);
    expect(emulator.requests().map(({ domain }) => domain)).not.toContain('b.example.com');
  });

  it('loses nothing to a file that is cut off, wherever it is cut', async () => {
    const { emulator, file, run } = await setUp();
    for (let length = 0; length < DOMAINS.length; length += 1) {
      writeFileSync(file, DOMAINS.slice(0, length));
      await run('apply', '--log-level', 'silent');
      expect(world(emulator), `cut after ${length} characters`).toEqual(SEED.domains);
    }
  });

  it.each([
    ['an empty file', ''],
    ['a blank file', '\n\n'],
    ['nothing but comments', '# all gone\n'],
    ['null', 'null\n'],
    ['an empty mapping', '{}\n'],
    ['a list', '- a\n'],
    ['no domains', 'version: 1\n'],
    ['null domains', 'version: 1\ndomains:\n'],
    ['empty domains', 'version: 1\ndomains: {}\n'],
    ['one mistake among many domains', DOMAINS.replace('complained', 'complaint')],
    [
      'the conflict markers of a merge',
      DOMAINS.replace('  c.example.com:', '<<<<<<< HEAD\n  c.example.com:'),
    ],
    ['bytes that are no text', Buffer.from([0x76, 0xff, 0xfe, 0x00, 0x0a])],
  ])('changes nothing for %s', async (_name, text) => {
    const { emulator, file, run } = await setUp();
    writeFileSync(file, text);
    expect((await run('apply', '--yes')).code).toBe(4);
    expect(emulator.requests()).toEqual([]);
  });

  it('changes nothing when a file or the folder is gone', async () => {
    const { emulator, folder, file, run } = await setUp();
    rmSync(file);
    expect((await run('apply', '--yes')).code).toBe(4);
    rmSync(join(folder, 'config'), { recursive: true });
    expect((await run('apply', '--yes')).code).toBe(4);
    expect(emulator.requests()).toEqual([]);
  });
});
