import { setTimeout as passed } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Contenders } from '../../support/lease-server/contenders.ts';
import { startLeaseServer, type Trouble } from '../../support/lease-server/lease-server.ts';
import { sharedMs } from '../../support/lease-server/shared-clock.ts';
import { staleWrites } from '../../support/lease-server/stale-writes.ts';
import { type SeenWrite, startWriteCounter } from '../../support/lease-server/write-counter.ts';
import { seededRandom } from '../budget/window-server.ts';

/** The real durations, a fifteenth of each: as in contender.mjs. */
const LEASE_DURATION_MS = 1000;
const MARGIN_MS = 67;
const TAKE_OVERS = 50;
/** What becomes of a leader; one that is cut off lives, and hears nothing of the API server. */
const FATES = ['SIGTERM', 'SIGKILL', 'SIGTERM', 'SIGSTOP', 'cut off'] as const;
const TROUBLES: readonly Trouble[] = ['reset', 'lost-answer', 'unavailable'];

type Fate = (typeof FATES)[number];

const random = seededRandom(20_260_101);
const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;

/** An API server with slow answers, lost ones, and a person who edits the lease, and a Mailgun; and 3 processes. */
async function open() {
  const server = await startLeaseServer();
  const cutOff = new Set<string>();
  server.weather = {
    latencyMs: () => (random() < 0.05 ? random() * 120 : random() * 10),
    trouble: (who) => (cutOff.has(who) ? 'silence' : random() < 0.04 ? pick(TROUBLES) : undefined),
  };
  const counter = await startWriteCounter(() => (random() < 0.2 ? random() * 250 : 0));
  const contenders = new Contenders(server.origin, counter.origin);
  const person = setInterval(() => server.store.annotate({ at: String(sharedMs()) }), 700);
  onTestFinished(async () => {
    clearInterval(person);
    await contenders.killAll();
    await Promise.all([server.close(), counter.close()]);
  });
  for (let count = 0; count < 3; count += 1) contenders.start();
  return { server, counter, contenders, cutOff };
}

type Place = Awaited<ReturnType<typeof open>>;

/** Waits until another process writes than the last one; answers with its identity, or the same if that goes on. */
async function nextWriter({ counter, contenders }: Place, last: string | undefined): Promise<string> {
  const startMs = sharedMs();
  for (let seen = counter.writes.length; sharedMs() < startMs + 15_000; await passed(5)) {
    contenders.check();
    const fresh = counter.writes.slice(seen);
    const write = fresh.find(({ by }) => by !== last) ?? fresh.find(wroteAfter(startMs + 4000));
    if (write !== undefined) return write.by;
    seen += fresh.length;
  }
  throw new Error('nobody writes');
}

const wroteAfter =
  (ms: number) =>
  ({ arrivedMs }: SeenWrite): boolean =>
    arrivedMs > ms;

/** Ends the leader in its way, and sees to it that three contend again. */
async function meet(fate: Fate, leader: string, { contenders, cutOff }: Place): Promise<void> {
  if (fate === 'cut off') {
    cutOff.add(leader);
    void passed(1300 + random() * 700).then(() => cutOff.delete(leader));
    return;
  }
  contenders.signal(leader, fate);
  if (fate === 'SIGSTOP') {
    void passed(1300 + random() * 700).then(() => contenders.resume(leader));
    return;
  }
  contenders.start();
  const exitCode = await contenders.gone(leader);
  if (fate === 'SIGTERM') expect(exitCode).toBe(0);
}

const middle = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

describe('three real processes whose leader is ended again and again', () => {
  it('never write at the same time in 50 take-overs', { timeout: 120_000 }, async () => {
    const place = await open();
    const gapsMs: Record<Fate, number[]> = { SIGTERM: [], SIGKILL: [], SIGSTOP: [], 'cut off': [] };
    let leader = await nextWriter(place, undefined);
    for (let [round, takeOvers] = [1, 0]; takeOvers < TAKE_OVERS; round += 1) {
      await passed(random() * 200);
      if (round % 7 === 0) place.server.store.delete();
      const fate = FATES[round % FATES.length] ?? 'SIGKILL';
      const startMs = sharedMs();
      const met = meet(fate, leader, place);
      const next = await nextWriter(place, leader);
      if (next !== leader) {
        takeOvers += 1;
        gapsMs[fate].push(sharedMs() - startMs);
      }
      leader = next;
      await met;
    }
    const { writes } = place.counter;
    const stale = staleWrites(writes, place.server.store.history, LEASE_DURATION_MS);
    // A process that was stopped between its check and its write sends one write late, whatever it does.
    const overlapping = stale.filter(({ arrivedMs, checkedMs }) => arrivedMs - checkedMs <= MARGIN_MS);
    const gaps = Object.entries(gapsMs).map(
      ([fate, ms]) =>
        `${ms.length} by ${fate} (${middle(ms).toFixed(0)} ms, ${Math.max(...ms).toFixed(0)} at most)`,
    );
    console.log(
      `${TAKE_OVERS} take-overs: ${gaps.join(', ')}; ${writes.length} writes, ${stale.length} late ones`,
    );
    expect(overlapping).toEqual([]);
    expect(stale.length).toBeLessThanOrEqual(gapsMs.SIGSTOP.length);
    expect(middle(gapsMs.SIGTERM)).toBeLessThan(LEASE_DURATION_MS);
  });
});
