import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunOptions, runCommandLine } from '../../support/command-line.ts';
import { withEmulator } from '../../support/emulator.ts';
import { accountsFile, workspace } from '../../support/workspace.ts';

export const url = (name: string) => `https://hooks.example.com/${name}`;
export const SECRET = 'https://user:hunter2@hooks.example.com/hook?token=t0psecret';

export const SEED = {
  domains: {
    'a.example.com': { clicked: [url('1'), url('old')], opened: [url('1')], delivered: [SECRET] },
    'b.example.com': {},
    'c.example.com': { clicked: [url('1')], opened: [url('1'), url('2')] },
    'far.example.net': { clicked: [url('1')], opened: [url('1')] },
  },
};

export const DOMAINS = `domains:
  a.example.com: { webhooks: { clicked: ${url('1')} } }
  far.example.net: { webhooks: { clicked: ${url('1')} } }
  '*.example.com': { webhooks: { clicked: ${url('1')} } }
`;

/** An account in which `a` loses a URL, `b` gets its first one, and the others are in sync. */
export async function withDrift(guard = '') {
  const emulator = await withEmulator({ seed: SEED });
  const folder = workspace({ 'config/a.yaml': `${accountsFile(emulator.origin, guard)}${DOMAINS}` });
  const run = (line: string, options: RunOptions = {}) =>
    runCommandLine(line.split(' '), { workingDirectory: folder, ...options });
  const requests = () => emulator.requests().map(({ method, path }) => `${method} ${path}`);
  const writes = () => requests().filter((request) => !request.startsWith('GET'));
  const planFile = join(folder, 'plan.json');
  const read = () => readFileSync(planFile, 'utf8');
  return { emulator, folder, run, requests, writes, planFile, read };
}
