import { onTestFinished } from 'vitest';
import type { AccountGroup, Opening } from '../../src/app/daemon/account-group.ts';
import type { AccountParts } from '../../src/app/daemon/account-parts.ts';
import { Approvals } from '../../src/app/daemon/approvals.ts';
import { Daemon } from '../../src/app/daemon/daemon.ts';
import type { WritePorts } from '../../src/app/ports.ts';
import { RowTrust } from '../../src/app/row-trust.ts';
import { NO_AUDIT } from '../../src/cli/compose.ts';
import { type Account, accountName, DEFAULT_GUARD } from '../../src/model/account.ts';
import type { Configuration } from '../../src/ports/configuration-source.ts';
import type { Entry } from '../../src/ports/journal.ts';
import type { Leadership } from '../../src/ports/leadership.ts';
import type { MailgunReader } from '../../src/ports/mailgun-api.ts';
import type { BudgetState } from '../../src/ports/rate-budget.ts';
import { desiredDomain, domainName } from './domains.ts';
import { createHandClock, type HandClock } from './hand-clock.ts';

/** A daemon of accounts that are made up, on a clock that stands still until it is moved. */
export interface StagedDaemon {
  readonly daemon: Daemon;
  readonly clock: HandClock;
  readonly entries: readonly Entry[];
  readonly released: () => number;
  /** What the configuration asks for from the next beat on. */
  want(groups: readonly AccountGroup[]): void;
  /** Lets seconds pass, one after the other, and everything happen that follows from that. */
  pass(seconds: number): Promise<void>;
  /** Tells it to stop; resolves with what `run` does. */
  stop(): Promise<boolean>;
  readonly ran: Promise<boolean>;
}

const CONFIGURATION: Configuration = {
  accounts: [],
  desired: {
    domains: ['a', 'b'].map((name) =>
      desiredDomain({ account: accountName(name), domain: domainName(`${name}.example.com`) }),
    ),
    patterns: [],
    doubts: [],
  },
  digest: 'one',
  files: ['config.yaml'],
};

export function stageDaemon(): StagedDaemon {
  let wanted: readonly AccountGroup[] = [];
  const clock = createHandClock();
  const entries: Entry[] = [];
  const ending = new AbortController();
  let releases = 0;
  const leadership: Leadership = {
    state: () => ({ leading: true }),
    writeUntilMs: () => Number.POSITIVE_INFINITY,
    onChange: () => () => undefined,
    release: () => {
      releases += 1;
      return Promise.resolve();
    },
  };
  const daemon = new Daemon({
    clock,
    leadership,
    version: '0',
    journal: { record: (entry) => void entries.push(entry) },
    watch: {
      current: () => ({ configuration: CONFIGURATION, loadedMs: 0 }),
      stale: () => undefined,
      onChange: () => () => undefined,
      refresh: () => Promise.resolve(),
      run: (signal) => new Promise((end) => signal.addEventListener('abort', () => end())),
    },
    groupsOf: () => wanted,
    newApprovals: () => [],
    takeApproval: () => false,
  });
  const ran = daemon.run(ending.signal);
  ran.catch(() => undefined);
  onTestFinished(() => ending.abort());
  return {
    daemon,
    clock,
    entries,
    released: () => releases,
    want: (groups) => {
      wanted = groups;
    },
    pass: async (seconds) => {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1000);
        await new Promise((turned) => setImmediate(turned));
      }
    },
    stop: () => {
      ending.abort(new Error('SIGTERM received'));
      return ran;
    },
    ran,
  };
}

export function madeUpAccount(name: string): Account {
  return {
    name: accountName(name),
    baseUrl: 'https://api.mailgun.net',
    apiKey: { env: 'KEY' },
    requestsPerMinute: 300,
    guard: DEFAULT_GUARD,
    writeApi: 'auto',
  };
}

/** A group of one account that is opened in that way. */
export function groupOf(name: string, open: AccountGroup['open'], signature = name): AccountGroup {
  return { signature, accounts: [madeUpAccount(name)], open };
}

interface Reading {
  readonly clock: HandClock;
  readonly read: MailgunReader['readWebhooks'];
  readonly budget?: Partial<BudgetState>;
  readonly closed?: () => void;
}

/** An account whose domains are read in that way, and never written. */
export function openedWith(name: string, { clock, read, budget, closed }: Reading): Opening {
  const account = madeUpAccount(name);
  const journal = { record: () => undefined };
  const listDomains = () => Promise.resolve({ kind: 'read', domains: [] } as const);
  const ports: WritePorts = {
    readers: new Map([[account.name, { readWebhooks: read, listDomains }]]),
    writers: new Map(),
    budgets: new Map(),
    clock,
    journal,
    audit: NO_AUDIT,
    newId: () => '0123456789abcdef',
    leadership: { state: () => ({ leading: true }), writeUntilMs: () => Number.POSITIVE_INFINITY },
    rowTrust: new RowTrust(journal),
  };
  const parts: AccountParts = {
    account,
    ports,
    budget: () => ({ perMinute: 300, remaining: 300, pausedForMs: 0, ...budget }),
    keyName: () => 'the key',
    planIdOf: () => '000000000000',
    approvals: new Approvals(),
    mask: (url) => url,
    random: () => 0.5,
    intervalMs: 60_000,
  };
  return {
    kind: 'opened',
    parts: [parts],
    close: () => {
      closed?.();
      return Promise.resolve();
    },
  };
}
