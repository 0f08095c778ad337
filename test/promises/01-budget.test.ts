import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createBottleneckBudget } from '../../src/adapters/budget/bottleneck-budget.ts';
import { openSlotJournal } from '../../src/adapters/budget/journal/slot-journal.ts';
import { createBootClock } from '../../src/adapters/clock/boot-clock.ts';
import { createSystemClock } from '../../src/adapters/clock/system-clock.ts';
import { createMailgunReader } from '../../src/adapters/mailgun/mailgun-reader.ts';
import { forEachLimited } from '../../src/app/for-each.ts';
import { startEmulator } from '../../src/emulator/emulator.ts';
import type { FaultRule } from '../../src/emulator/faults/fault-rule.ts';
import type { RateLimit } from '../../src/emulator/rate-limit.ts';
import { Secret } from '../../src/model/secret.ts';
import { seededRandom } from '../adapters/budget/window-server.ts';
import {
  firstBrokenSeed,
  type Panorama,
  watchWorlds,
  worldsToWatch,
} from '../support/budget-world/many-worlds.ts';
import { PLANTED_BUGS } from '../support/budget-world/planted-bugs.ts';
import { KINDS } from '../support/budget-world/weather.ts';
import { domainName, MAIN } from '../support/domains.ts';
import { type Fate, liveAndDie } from '../support/spender-lives.ts';
import { workspace } from '../support/workspace.ts';

const SEEDS = worldsToWatch();
const SEEDS_OF_KIND = Math.ceil(SEEDS / KINDS.length);
const SEEDS_AT_300 = Math.ceil(SEEDS / 40);
const SEEDS_TO_FIND_A_BUG = 60;
const timeout = 60_000 + SEEDS * 500;

/** The real budget on real sockets, with a window of 3 s instead of 60 s, so that no test takes minutes. */
const RATE = { limit: 300, windowMs: 3000 } as const;
const ROLLING = { ...RATE, window: 'rolling' } as const;

function report(what: string, { worst, worlds, requests, virtualHours }: Panorama): void {
  const seen = Math.max(worst.worstRolling, worst.worstFixed);
  const effort = `${worlds} worlds, ${requests} requests, ${virtualHours.toFixed(1)} virtual hours`;
  console.log(`${what}: worst minute ${seen} of ${worst.requestsPerMinute} (${effort})`);
}

describe('promise 1: in no 60 seconds does the server get more requests than the budget', () => {
  it.each(KINDS)('in worlds with %s', { timeout }, async (kind) => {
    const seen = await watchWorlds(SEEDS_OF_KIND, { kind });
    report(kind, seen);
    expect(seen.broken).toEqual([]);
  });

  it('in worlds with everything at once, at 300 requests a minute', { timeout }, async () => {
    const seen = await watchWorlds(SEEDS_AT_300, { kind: 'everything at once', requestsPerMinute: 300 });
    report('everything at once, at 300', seen);
    expect(seen.broken).toEqual([]);
  });

  it.each(PLANTED_BUGS)('and these worlds show it when $name', { timeout }, async ({ kind, openBudget }) => {
    expect(await firstBrokenSeed(SEEDS_TO_FIND_A_BUG, { kind, openBudget })).toBeDefined();
  });
});

describe('promise 1 on real sockets', { concurrent: true }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mghooks-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.for(['rolling', 'fixed'] as const)('the client never meets a 429 of a %s window', async (window, on) => {
    const { statuses, worst } = await onEmulator({ ...RATE, window }, (origin) => readWebhooks(origin, 650));
    console.log(`real requests, ${window} window: worst ${worst} of ${RATE.limit}`);
    on.expect(statuses).toEqual(Array(650).fill(200));
    on.expect(worst).toBeLessThanOrEqual(RATE.limit);
  });

  it('a process that is killed again and again never meets one, for it finds its journal', async (on) => {
    const random = seededRandom(1);
    const fates: Fate[] = Array.from({ length: 9 }, () => [[100 + random() * 900, 'SIGKILL']]);
    fates.splice(3, 0, STOPPED_FOR_A_WHILE);
    const { statuses, worst } = await onEmulator(ROLLING, async (origin) => {
      const spender = { origin, stateFolder: join(folder, 'kept'), limit: RATE.limit };
      for (const fate of fates) await liveAndDie(spender, fate);
    });
    const requests = statuses.length;
    console.log(`killed ${fates.length} times: worst ${worst} of ${RATE.limit}, ${requests} requests`);
    on.expect([...new Set(statuses)]).toEqual([200]);
    on.expect(worst).toBeLessThanOrEqual(RATE.limit);
  });

  it('and the same process does meet one when it finds no journal', async (on) => {
    const limit = 60;
    const { statuses } = await onEmulator({ ...ROLLING, limit }, async (origin) => {
      for (const life of ['1', '2', '3']) {
        await liveAndDie({ origin, stateFolder: join(folder, life), limit }, [[1000, 'SIGKILL']]);
      }
    });
    on.expect(statuses).toContain(429);
  });
});

describe('promise 1 where the journal cannot be written', () => {
  it('a journal of which a full disk took only a part frees no slot', () => {
    const path = join(workspace(), 'main.slots');
    const journal = openJournal(path);
    for (let request = 0; request < 300; request += 1) journal.ended(journal.taken(), 'answered');
    journal.close();
    // No file may grow beyond 2 or 4 KiB, depending on the shell: as on a disk that has no more room.
    const command = `ulimit -f 4; exec "${process.execPath}" "${REOPEN_JOURNAL}" "${path}"`;
    execFileSync('/bin/sh', ['-c', command]);
    const { memory } = openJournal(path);
    expect(memory).not.toMatchObject({ kind: 'rested' });
    expect('freeInMs' in memory ? memory.freeInMs : []).toHaveLength(300);
  });

  it('a state folder that is removed under way stops no request', () => {
    const folder = workspace();
    const journal = openJournal(join(folder, 'main.slots'));
    rmSync(folder, { recursive: true });
    for (let request = 0; request < 1300; request += 1) journal.ended(journal.taken(), 'answered');
    journal.close();
  });
});

const REOPEN_JOURNAL = join(import.meta.dirname, '../support/reopen-journal.mjs');

function openJournal(path: string) {
  const clock = createSystemClock();
  return openSlotJournal({ path, clock, bootClock: createBootClock(), windowMs: 60_000, limit: 300 });
}

const STOPPED_FOR_A_WHILE: Fate = [
  [700, 'SIGSTOP'],
  [2600, 'SIGCONT'],
  [800, 'SIGKILL'],
];

/** Each domain has its own latency: the network holds its requests back, or its answers come late. */
const DOMAINS = Array.from({ length: 10 }, (_, index) => `d${index}.example.com`);
const LATENCY = DOMAINS.flatMap((domain, index): readonly FaultRule[] => [
  { match: { domain }, fault: { kind: 'hold', ms: 2 ** (index - 2) } },
  { match: { domain }, fault: { kind: 'delay', ms: (9 - index) * 4 } },
]);

/** What an emulator saw: the answers it gave, and the most requests in any window, those without answer included. */
async function onEmulator(rate: RateLimit, use: (origin: string) => Promise<void>) {
  const emulator = await startEmulator({
    clock: createSystemClock(),
    rate,
    seed: { domains: Object.fromEntries(DOMAINS.map((domain) => [domain, {}])) },
    faults: LATENCY,
  });
  try {
    await use(emulator.origin);
    const statuses = emulator.requests().flatMap(({ status }) => status ?? []);
    return { statuses, worst: emulator.worstWindow() };
  } finally {
    await emulator.close();
  }
}

async function readWebhooks(origin: string, requests: number): Promise<void> {
  const clock = createSystemClock();
  const { limit: requestsPerMinute, windowMs } = RATE;
  const budget = createBottleneckBudget({ requestsPerMinute, windowMs, clock });
  const reader = createMailgunReader({
    account: { name: MAIN, baseUrl: origin },
    apiKey: () => new Secret('key-1'),
    budget,
    clock,
    journal: { record: () => undefined },
    userAgent: 'mghooks/test',
    random: () => 0.5,
    fingerprint: () => '',
  });
  const names = Array.from({ length: requests }, (_, index) => DOMAINS[index % DOMAINS.length] ?? '');
  const spending = { priority: 'sweep', signal: new AbortController().signal } as const;
  await forEachLimited(names, 20, async (name) => {
    await reader.readWebhooks({ account: MAIN, domain: domainName(name) }, spending);
  });
  await budget.close();
}
