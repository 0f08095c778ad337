import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appliedCallOf } from '../../../src/adapters/journal/audit-entry.ts';
import { readHistory, shownEntry } from '../../../src/adapters/journal/history.ts';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import { callRequest } from '../../../src/model/call.ts';
import { seededRandom } from '../../adapters/budget/window-server.ts';
import { type DaemonProcess, eventually } from '../../support/daemon.ts';
import { HOOK, names, writesOf } from '../../support/daemon-config.ts';
import { type Scene, sceneOf } from '../../support/daemon-scene.ts';

const WORLDS = 5;
const LIVES = 6;
const PER_MINUTE = 30;
/** A life that comes to no request, as the budget is spent, ends so long after it knows what to do. */
const IDLE_MAX_MS = 700;
const DOMAINS = names(6);

/** `HOOK` stays in every one; what is beside it, and where, changes from life to life. */
function configuration(origin: string, life: number): string {
  const other = `https://hooks.example.com/${life}`;
  const webhooks = `{ clicked: ["${HOOK}", "${other}"], opened: ["${other}"], delivered: ["${HOOK}"] }`;
  const domains = DOMAINS.map(
    (name) => `  ${name}: { account: main, policy: exact, webhooks: ${webhooks} }\n`,
  );
  return `version: 1
accounts:
  main:
    baseUrl: ${origin}
    apiKey: { env: MAILGUN_API_KEY }
    requestsPerMinute: ${PER_MINUTE}
    guard: { maxDeletes: 1000, maxDeletePercent: 100 }
domains:
${domains.join('')}...
`;
}

function hasIdled(daemon: DaemonProcess): boolean {
  const loaded = daemon.lines().find(({ event }) => event === 'configuration-loaded');
  return loaded !== undefined && Date.now() - Date.parse(String(loaded['time'])) > IDLE_MAX_MS;
}

/**
 * Whatever Mailgun carried out stands in the audit trail, whenever the daemon that asked for it was killed. Calls are
 * counted, as one may take effect only after the next daemon has read the domain.
 */
async function expectAllKept(emulator: Emulator, stateDir: string): Promise<void> {
  const { entries } = await readHistory(stateDir);
  const kept = entries.map((entry) => callRequest(appliedCallOf(shownEntry(entry)).call));
  const carriedOut = emulator
    .history()
    .flatMap(({ request }) => (request === undefined ? [] : [`${request.method} ${request.path}`]));
  const count = (all: readonly string[], one: string) => all.filter((each) => each === one).length;
  const missing = [...new Set(carriedOut)].filter((each) => count(kept, each) < count(carriedOut, each));
  expect(missing).toEqual([]);
}

/** Daemons on one account, one after the other, each of which is killed at a random moment. */
async function killAgainAndAgain(scene: Scene, world: number): Promise<void> {
  const random = seededRandom(world);
  const seed = Object.fromEntries(DOMAINS.map((name) => [name, { clicked: [HOOK], delivered: [HOOK] }]));
  const emulator = await scene.emulator({ seed: { domains: seed }, rate: 'none' });
  const [config, stateDir] = [scene.folder(), scene.folder()];
  const publish = (life: number) =>
    writeFileSync(join(config, 'config.yaml'), configuration(emulator.origin, life));
  for (let life = 1; life <= LIVES; life += 1) {
    publish(life);
    const before = emulator.requests().length;
    const requests = 1 + Math.floor(random() * 20);
    const daemon = await scene.daemon({ config, stateDir, unheard: true });
    await eventually(() => emulator.requests().length >= before + requests || hasIdled(daemon));
    await daemon.stop('SIGKILL');
  }
  await expectAllKept(emulator, stateDir);
  expect(emulator.worstWindow()).toBeLessThanOrEqual(PER_MINUTE);
  expect(emulator.requests().length).toBeGreaterThan(PER_MINUTE / 2);

  // Another state folder, so that nothing has to be waited for.
  const survivor = await scene.daemon({ config, flags: ['--interval=1s'] });
  const last = `https://hooks.example.com/${LIVES}`;
  const passes = (outcome: string) => survivor.lines().filter((line) => line['outcome'] === outcome).length;
  await eventually(() => passes('converged') > 0);
  const now = DOMAINS.map((name) => emulator.webhooks(name));
  // Mailgun answers URLs in no order.
  const sorted = now.map(({ clicked, ...rest }) => ({ clicked: [...(clicked ?? [])].sort(), ...rest }));
  const end = { clicked: [last, HOOK], delivered: [HOOK], opened: [last] };
  expect(sorted).toEqual(DOMAINS.map(() => end));
  const [writes, converged] = [writesOf(emulator).length, passes('converged')];
  await eventually(() => passes('converged') > converged);
  expect(writesOf(emulator)).toHaveLength(writes);
  const without = emulator
    .history()
    .filter(({ webhooks }) =>
      [webhooks['clicked'], webhooks['delivered']].some((urls) => !urls?.includes(HOOK)),
    );
  expect(without).toEqual([]);
}

describe('promise 12, with real processes', { concurrent: true, timeout: 60_000 }, () => {
  it(`holds for ${WORLDS * LIVES} daemons that are killed at random moments, and so does the budget`, async (context) => {
    const scene = sceneOf(context);
    await Promise.all(Array.from({ length: WORLDS }, (_, index) => killAgainAndAgain(scene, index + 1)));
  });
});
