import { describe, expect, it } from 'vitest';
import { forEachLimited } from '../../src/app/for-each.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { Fault } from '../../src/emulator/faults/fault-rule.ts';
import type { DesiredDomain } from '../../src/model/desired-state.ts';
import type { AccountStatus } from '../../src/ports/status.ts';
import { lostOnTheWay } from '../support/daemon-history.ts';
import { desiredDomain, domainName } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { loopOn } from '../support/loop.ts';
import { until } from '../support/until.ts';

const url = (name: string) => `https://hooks.example.com/${name}`;
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(url) as [string, string, string, string];
const EXACT = { policy: 'exact' } as const;

interface Story {
  readonly name: string;
  readonly writeApi: 'auto' | 'v3';
  readonly actual: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly desired: readonly DesiredDomain[];
  /** Which kinds of calls an undisturbed pass sends, so that a story cannot lose its point. */
  readonly calls: readonly string[];
}

const wants = (name: string, webhooks: DesiredDomain['webhooks'], fields: Partial<DesiredDomain> = {}) =>
  desiredDomain({ domain: domainName(name), webhooks, ...fields });

const MANY = ['accepted', 'clicked', 'delivered', 'opened', 'unsubscribed'] as const;
const everywhere = (urls: readonly string[]) => Object.fromEntries(MANY.map((name) => [name, urls]));

const STORIES: readonly Story[] = [
  {
    name: 'creates, updates and deletes with v3',
    writeApi: 'v3',
    actual: {
      'a.example.com': { clicked: [A], opened: [A, B], delivered: [C] },
      'b.example.com': { clicked: [B] },
    },
    desired: [
      wants('a.example.com', { accepted: [A], clicked: [A, B], opened: [B] }, EXACT),
      wants('b.example.com', { clicked: [B], opened: [C] }, EXACT),
    ],
    calls: ['DELETE v3', 'POST v3', 'PUT v3'],
  },
  {
    name: 'moves whole rows with v4',
    writeApi: 'auto',
    actual: { 'a.example.com': { ...everywhere([A, B]), complained: [C] } },
    desired: [wants('a.example.com', { ...everywhere([B, C]), complained: [C] }, EXACT)],
    calls: ['DELETE v4', 'POST v4'],
  },
  {
    name: 'adds with v4, and sets a column with v3',
    writeApi: 'auto',
    actual: { 'a.example.com': { permanent_fail: [A, B, C] }, 'b.example.com': {} },
    desired: [
      wants('a.example.com', { ...everywhere([D]), permanent_fail: [A] }, EXACT),
      wants('b.example.com', { clicked: [A] }),
    ],
    calls: ['POST v3', 'POST v4', 'PUT v3'],
  },
];

/** What may happen to a request; `kill` means that the process is gone before it hears the answer. */
const FAULTS: Readonly<Record<string, { readonly fault: Fault; readonly kill?: true }>> = {
  'killed before it is applied': { fault: { kind: 'hang', when: 'before' }, kill: true },
  'killed after it is applied': { fault: { kind: 'hang', when: 'after' }, kill: true },
  'applied, then 502': { fault: { kind: 'answer', status: 502, when: 'after' } },
  'applied, then reset': { fault: { kind: 'reset', when: 'after' } },
  'reset before it is applied': { fault: { kind: 'reset', when: 'before' } },
  'applied, then closed': { fault: { kind: 'end', when: 'after' } },
  '503 before it is applied': { fault: { kind: 'answer', status: 503, when: 'before' } },
  refused: { fault: { kind: 'answer', status: 400, json: { message: 'no' }, when: 'before' } },
  denied: { fault: { kind: 'answer', status: 401, when: 'before' } },
  'told to wait': { fault: { kind: 'throttle', dialect: 'retry-seconds', retryAfterMs: 2000 } },
  'applied, then a page of HTML': { fault: { kind: 'html', when: 'after' } },
  'applied, then cut off': { fault: { kind: 'truncate', bytes: 20, length: 'whole' } },
};

const allInSync = ({ domains, halted }: AccountStatus) =>
  halted === undefined && domains.length > 0 && domains.every(({ condition }) => condition === 'in-sync');

const writes = (emulator: Emulator) => emulator.requests().filter(({ method }) => method !== 'GET');

const stateOf = (emulator: Emulator, { actual }: Story) =>
  Object.fromEntries(
    Object.keys(actual).map((name) => [
      name,
      Object.fromEntries(
        Object.entries(emulator.webhooks(name)).map(([eventType, urls]) => [eventType, [...urls].sort()]),
      ),
    ]),
  );

const SMALL = { maxDeletes: 100, maxDeletePercent: 100, requireEndMark: true };

function loopFor(emulator: Emulator, { writeApi, desired }: Story) {
  const running = loopOn(emulator, { guard: SMALL, writeApi }, { intervalMs: 20_000 });
  running.want({ domains: desired });
  return running;
}

/** Two more sweeps, which have nothing to write. */
async function expectSilence(emulator: Emulator, running: ReturnType<typeof loopFor>): Promise<void> {
  const passes = () => running.pass.entries.filter(({ kind }) => kind === 'pass-ended').length;
  const [before, passesBefore] = [writes(emulator).length, passes()];
  await running.settles(() => passes() >= passesBefore + 2);
  expect(writes(emulator)).toHaveLength(before);
}

interface Undisturbed {
  readonly requests: number;
  readonly calls: readonly string[];
  readonly end: ReturnType<typeof stateOf>;
}

/** What a pass sends if nothing goes wrong, and where it leads. */
async function undisturbed(story: Story): Promise<Undisturbed> {
  const emulator = await withEmulator({ seed: { domains: story.actual }, rate: 'none' });
  const running = loopFor(emulator, story);
  await running.settles(allInSync);
  const requests = emulator.requests().length;
  const calls = writes(emulator).map(({ method, path }) => `${method} ${path.slice(1, 3)}`);
  await expectSilence(emulator, running);
  await running.stop();
  return { requests, calls: [...new Set(calls)].sort(), end: stateOf(emulator, story) };
}

/** Faults that strike the requests of those numbers. */
interface Blows {
  readonly name: string;
  readonly at: readonly number[];
}

/** The same with faults: the next passes come to the same end, without losing anything on the way. */
async function disturbed(story: Story, { name, at }: Blows, end: Undisturbed['end']): Promise<void> {
  const { fault, kill = false } = FAULTS[name] ?? { fault: { kind: 'hang' } };
  const emulator = await withEmulator({ seed: { domains: story.actual }, rate: 'none' });
  for (const nth of at) emulator.addFault({ match: { nth }, fault });
  let running = loopFor(emulator, story);
  for (const nth of kill ? at : []) {
    await until(() => emulator.requests().length >= nth);
    // What is under way is never answered, and nothing follows it: as if the process were gone.
    void running.stop();
    running = loopFor(emulator, story);
  }
  await running.settles(allInSync);
  await expectSilence(emulator, running);
  const seen = { name, at, lost: lostOnTheWay(emulator, story.actual), end: stateOf(emulator, story) };
  expect(seen).toEqual({ name, at, lost: [], end });
  const ended = running.stop();
  await emulator.close();
  await ended;
}

/** Side by side, as each waits for its sockets most of the time. */
async function allOf(histories: readonly (() => Promise<void>)[]): Promise<void> {
  await forEachLimited(histories, 6, (history) => history());
}

describe('promise 12: convergence', () => {
  it.each(STORIES)('$name: comes to the same end whatever happens to any one request', async (story) => {
    const { requests, calls, end } = await undisturbed(story);
    expect(calls).toEqual(story.calls);
    const numbers = Array.from({ length: requests + 2 }, (_, index) => index + 1);
    const blows = Object.keys(FAULTS).flatMap((name) => numbers.map((nth) => ({ name, at: [nth] })));
    await allOf(blows.map((blow) => () => disturbed(story, blow, end)));
  });

  it.each(STORIES)('$name: comes to the same end if it is killed twice in a row', async (story) => {
    const { requests, end } = await undisturbed(story);
    const numbers = Array.from({ length: requests }, (_, index) => index + 1);
    const pairs = numbers.flatMap((first) =>
      [first + 1, first + 2, first + 4].map((second) => [first, second]),
    );
    const deaths = ['killed before it is applied', 'killed after it is applied'];
    const blows = deaths.flatMap((name) => pairs.map((at) => ({ name, at })));
    await allOf(blows.map((blow) => () => disturbed(story, blow, end)));
  });
});
