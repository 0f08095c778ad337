import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { type ImportPorts, type ImportRequest, importAccount } from '../../src/app/import-account.ts';
import { compose } from '../../src/cli/compose.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { Secret } from '../../src/model/secret.ts';
import type { Configuration } from '../../src/ports/configuration-source.ts';
import type { RateBudget } from '../../src/ports/rate-budget.ts';
import { CANARY_KEY } from '../support/canary.ts';
import { desiredDomain, domainName, MAIN } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { createHurriedClock } from '../support/hurried-clock.ts';
import { accountOn } from '../support/pass.ts';

const A = 'https://hooks.example.com/a';

/** An account of so many domains, each with one webhook. */
function accountOf(count: number): Promise<Emulator> {
  const names = Array.from({ length: count }, (_, index) => `d${index}.example.com`);
  const domains = Object.fromEntries(names.map((name) => [name, { clicked: [A] }]));
  return withEmulator({ seed: { domains }, rate: 'none' });
}

const atOnce = pLimit(8);

/** Lets requests leave as fast as they can: what a thousand of them cost in time is shown elsewhere. */
const NO_LIMIT: RateBudget = {
  spend: (_spending, send) => atOnce(send),
  pause: () => undefined,
  noteRemaining: () => undefined,
  state: () => ({ perMinute: 300, remaining: 300, pausedForMs: 0 }),
  close: () => Promise.resolve(),
};

function unlimitedReaders(emulator: Emulator): ImportPorts['readers'] {
  const composition = compose({
    accounts: [accountOn(emulator)],
    keys: new Map([[MAIN, () => new Secret(CANARY_KEY)]]),
    budgets: new Map([[MAIN, NO_LIMIT]]),
    clock: createHurriedClock(),
    journal: { record: () => undefined },
  });
  return composition.readPorts.readers;
}

/** Writes no text, and reads from it whatever `desired` says. */
function portsOn(emulator: Emulator, parsed?: Partial<Configuration>): ImportPorts {
  return {
    readers: unlimitedReaders(emulator),
    clock: createHurriedClock(),
    journal: { record: () => undefined },
    writeConfiguration: (imported) => imported.folded.domains.map(({ domain }) => domain).join('\n'),
    parseConfiguration: (text) => ({
      accounts: [],
      desired: {
        domains: text
          .split('\n')
          .map((name) => desiredDomain({ domain: domainName(name), webhooks: { clicked: [A] } })),
        patterns: [],
        doubts: [],
      },
      digest: '',
      files: [],
      ...parsed,
    }),
  };
}

function requestOn(emulator: Emulator, fields: Partial<ImportRequest> = {}): ImportRequest {
  return {
    account: accountOn(emulator),
    domains: [],
    policy: 'listed',
    credentials: 'refuse',
    partial: false,
    signal: new AbortController().signal,
    ...fields,
  };
}

describe('an import', () => {
  it('reads 1,001 domains with 1,001 requests, and 2 for their names', async () => {
    const emulator = await accountOf(1001);
    const result = await importAccount(portsOn(emulator), requestOn(emulator));
    expect(result.kind === 'imported' && result.imported.folded.domains.length).toBe(1001);
    const paths = emulator.requests().map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    expect(paths).toHaveLength(1003);
    expect(new Set(paths).size).toBe(1002);
    expect(paths.filter((path) => path === 'GET /v4/domains')).toHaveLength(2);
  });

  it('throws away a configuration that does not say what was read', async () => {
    const emulator = await accountOf(2);
    const wrong = {
      domains: [desiredDomain({ domain: domainName('d0.example.com') })],
      patterns: [],
      doubts: [],
    };
    const ports = portsOn(emulator, { desired: wrong });
    await expect(importAccount(ports, requestOn(emulator))).rejects.toThrow(
      'The imported configuration is not what was read (d0.example.com, under exact: clicked differs)',
    );
  });

  it('throws away a configuration that names a domain too few', async () => {
    const emulator = await accountOf(2);
    const one = desiredDomain({ domain: domainName('d0.example.com'), webhooks: { clicked: [A] } });
    const ports = portsOn(emulator, { desired: { domains: [one], patterns: [], doubts: [] } });
    await expect(importAccount(ports, requestOn(emulator))).rejects.toThrow('it names 1 domains, not 2');
  });

  it.each([
    ['changes', [A, 'https://other.example.com/'], 'it changes other.example.com'],
    ['leaves', [A], undefined],
  ])('looks at what the other files ask for: the text %s it', async (_how, urls, problem) => {
    const emulator = await accountOf(1);
    const other = (clicked: readonly string[]) =>
      desiredDomain({ domain: domainName('other.example.com'), webhooks: { clicked } });
    const mine = desiredDomain({ domain: domainName('d0.example.com'), webhooks: { clicked: [A] } });
    const ports = portsOn(emulator, { desired: { domains: [mine, other(urls)], patterns: [], doubts: [] } });
    const beside = {
      hasDefaultTemplate: false,
      taken: { names: [], variables: [] },
      desired: { domains: [other([A])], patterns: [] },
    };
    const result = importAccount(ports, requestOn(emulator, { beside }));
    const said = await result.then(({ kind }) => kind, String);
    expect(said).toContain(problem ?? 'imported');
  });

  it('ends without a result when the process is told to stop', async () => {
    const emulator = await accountOf(2);
    const stop = new AbortController();
    stop.abort(new Error('SIGTERM received'));
    const request = requestOn(emulator, { signal: stop.signal });
    expect(await importAccount(portsOn(emulator), request)).toEqual({ kind: 'stopped' });
  });

  it('makes nothing of an account of which no domain could be read, also when a part is enough', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'd0.example.com': { clicked: [A] } } },
      faults: [{ match: { path: '^/v3/' }, fault: { kind: 'answer', status: 400, json: {} } }],
    });
    const result = await importAccount(portsOn(emulator), requestOn(emulator, { partial: true }));
    expect(result).toMatchObject({
      kind: 'unread',
      total: 1,
      unread: [{ account: MAIN, domain: 'd0.example.com' }],
    });
  });
});
