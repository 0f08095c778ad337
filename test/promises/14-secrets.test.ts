import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fault } from '../../src/emulator/faults/fault-rule.ts';
import { CANARY_KEY } from '../support/canary.ts';
import { runCommandLine } from '../support/command-line.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountsFile, workspace } from '../support/workspace.ts';

const PASSWORD = 'c4n4ryPassw0rd';
const TOKEN = 'c4n4ryT0kenInAQuery';
const PATH_TOKEN = 'c4n4ryT0kenInAPath0123456789';
const VARIABLE = 'c4n4ryV4lueOfAVariable';
const OLD_PASSWORD = 'c4n4ryOldPassw0rd';

const SECRET_URL = `https://user:${PASSWORD}@hooks.example.com/in?token=${TOKEN}`;
const PATH_URL = `https://hooks.example.com/services/${PATH_TOKEN}`;
const OLD_URL = `https://user:${OLD_PASSWORD}@old.example.com/in`;

const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '');

/** Everything that must appear in no output, in every spelling that a program may give it. */
const CANARIES = [
  CANARY_KEY,
  base64(CANARY_KEY),
  base64(`api:${CANARY_KEY}`),
  Buffer.from(CANARY_KEY).toString('hex'),
  PASSWORD,
  TOKEN,
  PATH_TOKEN,
  VARIABLE,
  OLD_PASSWORD,
];

const DOMAINS = `domains:
  mg.example.com:
    policy: exact
    ignore: ["https://*.vendor.example/**"]
    webhooks:
      clicked: "${SECRET_URL}"
      opened: "${PATH_URL}"
      delivered: "https://hooks.example.com/?v=\${MGHOOKS_VAR_TOKEN}"
`;

const BROKEN = DOMAINS.replace('clicked:', 'clikced:').replace('policy: exact', 'policy: exakt');
const DOUBLE = `${DOMAINS}      complained: ["${SECRET_URL}", "${SECRET_URL}"]\n`;
const LITERAL_KEY = `accounts:\n  main: { apiKey: { env: ${CANARY_KEY} } }\n${DOMAINS}`;

const COMMANDS = [
  'plan',
  'plan -o json',
  'plan -o markdown',
  'plan -o github',
  'plan --log-level trace',
  'apply --log-level trace',
  'apply --yes -o json --log-level debug',
  'validate',
  'validate -o json',
  'explain mg.example.com',
  'explain mg.example.com -o json',
  `plan --account ${CANARY_KEY.slice(0, 3)}`,
];

async function everythingPrinted(line: string, { yaml = DOMAINS, fault }: { yaml?: string; fault?: Fault }) {
  const emulator = await withEmulator({
    seed: {
      domains: {
        'mg.example.com': {
          clicked: [OLD_URL],
          complained: [SECRET_URL],
          accepted: [`https://api.vendor.example/?k=${TOKEN}`],
          unsubscribed: [`https://else.example.com/?k=${TOKEN}`],
          bounce: SECRET_URL,
        },
      },
    },
    ...(fault === undefined ? {} : { faults: [{ fault }] }),
  });
  const head = yaml.startsWith('accounts') ? 'version: 1\n' : accountsFile(emulator.origin);
  const folder = workspace({ 'config/a.yaml': `${head}${yaml}` });
  return runCommandLine(line.split(' '), {
    workingDirectory: folder,
    environment: { MGHOOKS_VAR_TOKEN: VARIABLE },
  });
}

function expectNoCanary(output: string): void {
  for (const canary of CANARIES) expect(output).not.toContain(canary);
}

describe('promise 14: secrets', () => {
  it.each(COMMANDS)('prints no secret as: mghooks %s', async (line) => {
    const { output } = await everythingPrinted(line, {});
    expect(output).not.toBe('');
    expectNoCanary(output);
  });

  it.each([
    ['a misspelt event type next to a secret', BROKEN],
    ['the same secret URL twice', DOUBLE],
    ['a key where the name of a variable belongs', LITERAL_KEY],
    ['a file cut off inside a secret', DOMAINS.slice(0, DOMAINS.indexOf(TOKEN) + 12)],
    ['a secret in a place where it means nothing', `domains: "${SECRET_URL}"\n`],
    ['a secret as a name', `domains:\n  "${SECRET_URL}": {}\n`],
  ])('prints no secret in the errors about %s', async (_name, yaml) => {
    for (const line of ['validate', 'validate -o json', 'plan -o github']) {
      const { output, code } = await everythingPrinted(line, { yaml });
      expect(code).toBe(4);
      expectNoCanary(output);
    }
  });

  it.each<readonly [string, Fault]>([
    [
      'repeats a URL',
      { kind: 'answer', status: 400, json: { message: `${SECRET_URL} is not a valid url: host not found` } },
    ],
    ['repeats the key', { kind: 'answer', status: 401, body: `Forbidden: ${CANARY_KEY} api:${CANARY_KEY}` }],
    [
      'repeats the header',
      { kind: 'answer', status: 403, json: { message: `Basic ${base64(`api:${CANARY_KEY}`)}` } },
    ],
    [
      'is HTML with the key in it',
      { kind: 'answer', status: 502, body: `<a href="https://api:${CANARY_KEY}@x/">` },
    ],
    ['resets the connection', { kind: 'reset' }],
    ['is a redirect', { kind: 'redirect', location: `https://user:${PASSWORD}@elsewhere.example/` }],
  ])('prints no secret when an answer %s', async (_name, fault) => {
    for (const line of ['plan --log-level trace', 'apply --yes --log-level trace -o json']) {
      expectNoCanary((await everythingPrinted(line, { fault })).output);
    }
  });

  it('sends nothing to the host that a redirect points to', async () => {
    let visits = 0;
    const elsewhere = createServer((_request, response) => {
      visits += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void elsewhere.close());
    await new Promise((listening) => elsewhere.once('listening', listening));
    const { port } = elsewhere.address() as AddressInfo;
    for (const status of [301, 302, 303, 307, 308]) {
      const location = `http://127.0.0.1:${port}/v3/domains/mg.example.com/webhooks`;
      const { stdout } = await everythingPrinted('apply --yes --log-level silent', {
        fault: { kind: 'redirect', location, status },
      });
      expect(stdout).toContain('1 not read');
    }
    expect(visits).toBe(0);
  });
});
