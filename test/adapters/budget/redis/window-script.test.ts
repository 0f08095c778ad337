import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, it } from 'vitest';
import { slotId } from '../../../../src/adapters/budget/redis/exchange.ts';
import { redisMissing, withRedis } from '../../../support/redis-server.ts';
import { connectTo, createScriptedWindow, PACE } from './scripted-window.ts';

const HOUR_MS = 3_600_000;

describe.skipIf(redisMissing)('the window script', () => {
  let client: Redis;
  beforeEach(async () => {
    const redis = await withRedis();
    client = connectTo(redis.url);
  });

  it('grants nothing for one window to an account it knows nothing of', async () => {
    const window = createScriptedWindow(client, 'a1');
    const { granted, waitMs, pauseMs } = await window.ask({ asked: 1, wanted: 1 });
    expect({ granted, waitMs, pauseMs }).toEqual({ granted: 0, waitMs: 60_250, pauseMs: 60_250 });
    await window.setClock(60_250);
    expect(await window.ask({ asked: 1, wanted: 1 })).toMatchObject({ granted: 1, free: 9, pauseMs: 0 });
  });

  it('counts another Redis in the place of the old one as full for one window, even if it has the keys', async () => {
    const window = await restedWindow(client);
    await client.hset('mghooks:1:{a1}:state', 'run', 'another');
    expect(await window.ask({ asked: 1 })).toMatchObject({ granted: 0, pauseMs: 60_250 });
  });

  it.each(['slots', 'state'])(
    'counts the account as full for one window if its %s key is gone',
    async (key) => {
      const window = await restedWindow(client);
      await client.del(`mghooks:1:{a1}:${key}`);
      expect(await window.ask({ asked: 1 })).toMatchObject({ granted: 0, pauseMs: 60_250 });
    },
  );

  it('lets time go on from where it was when the clock of Redis is set back', async () => {
    const window = await restedWindow(client);
    const before = await window.ask({ asked: 10 });
    await window.setClock(-HOUR_MS);
    const after = await window.ask({ asked: 1 });
    expect(after.nowMs - before.nowMs).toBeLessThan(1000);
    expect(after).toMatchObject({ granted: 0 });
    await window.setClock(PACE.unreportedMs);
    expect(await window.ask({ asked: 10 })).toMatchObject({ granted: 10 });
  });

  it('frees no slot because the clock of Redis is set forward, if the member knows the time', async () => {
    const window = await restedWindow(client);
    const before = await window.ask({ asked: 10 });
    await window.setClock(HOUR_MS);
    const after = await window.ask({ asked: 1, latestMs: before.nowMs + 500 });
    expect(after).toMatchObject({ granted: 0, nowMs: before.nowMs + 500 });
    const later = await window.ask({ asked: 1 });
    expect(later.nowMs - after.nowMs).toBeLessThan(1000);
  });

  it('grants nothing in a pause, and keeps the longer one', async () => {
    const window = await restedWindow(client);
    await window.ask({ pauseMs: 5000 });
    expect(await window.ask({ asked: 1, pauseMs: 10 })).toMatchObject({ granted: 0 });
    await window.setClock(4000);
    const { granted, pauseMs } = await window.ask({ asked: 1 });
    expect(granted).toBe(0);
    expect(pauseMs).toBeGreaterThan(900);
    expect(pauseMs).toBeLessThanOrEqual(1000);
    await window.setClock(1000);
    expect(await window.ask({ asked: 1 })).toMatchObject({ granted: 1 });
  });

  it('takes a slot back that is reported after it was forgotten', async () => {
    const window = await restedWindow(client);
    await window.ask({ reports: [{ id: 'm1:7', freeAfterMs: 1000 }] });
    expect(await window.ask({})).toMatchObject({ free: 9 });
    await window.setClock(1000);
    expect(await window.ask({})).toMatchObject({ free: 10 });
  });

  it('forgets who stops asking: then the others get everything', async () => {
    const window = await restedWindow(client);
    await window.ask({ member: 'm1', asked: 10, wanted: 99 });
    const reports = Array.from({ length: 10 }, (_, number) => ({ id: slotId('m1', number), freeAfterMs: 0 }));
    expect(await window.ask({ member: 'm2', asked: 10, wanted: 10, reports })).toMatchObject({ granted: 5 });
    await window.setClock(PACE.forgottenMs + 100);
    expect(await window.ask({ member: 'm2', asked: 5, firstNumber: 5 })).toMatchObject({ granted: 5 });
  });

  it('keeps its promises whatever several members ask, report and leave open', {
    timeout: 60_000,
  }, async () => {
    let account = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.array(step, { maxLength: 40 }),
        async (limit, steps) => {
          account += 1;
          const trial = new Trial(client, `t${account}`, limit);
          await trial.begin();
          for (const one of steps) await trial.take(one);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** The script with an account that is rested, by the clock of Redis. */
async function restedWindow(client: Redis) {
  const window = createScriptedWindow(client, 'a1');
  await window.ask({});
  await window.setClock(PACE.restartMs);
  return window;
}

type Step =
  | { readonly kind: 'ask'; readonly member: string; readonly asked: number; readonly more: number }
  | { readonly kind: 'report'; readonly pick: number; readonly freeAfterMs: number }
  | { readonly kind: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      member: fc.constantFrom('m1', 'm2', 'm3'),
      asked: fc.integer({ min: 0, max: 8 }),
      more: fc.constantFrom(0, 0, 3, 30),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('report' as const),
      pick: fc.nat(),
      freeAfterMs: fc.constantFrom(0, PACE.answeredMs, PACE.lostMs),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 1000, PACE.forgottenMs + 1, 30_000, PACE.answeredMs, PACE.unreportedMs),
    }),
  },
);

/** One account at chosen times, with a ledger of its own to check the answers by. */
class Trial {
  readonly #window: ReturnType<typeof createScriptedWindow>;
  readonly #limit: number;
  readonly #freeAtMs = new Map<string, number>();
  readonly #wants = new Map<string, { readonly many: number; readonly atMs: number }>();
  #nowMs = 1000;
  #number = 0;

  constructor(client: Redis, account: string, limit: number) {
    this.#window = createScriptedWindow(client, account);
    this.#limit = limit;
  }

  async begin(): Promise<void> {
    await this.#ask({});
    this.#nowMs += PACE.restartMs;
  }

  async take(one: Step): Promise<void> {
    if (one.kind === 'wait') this.#nowMs += one.ms;
    if (one.kind === 'report') await this.#report(one.pick, one.freeAfterMs);
    if (one.kind === 'ask') await this.#compete(one.member, one.asked, one.more);
  }

  async #report(pick: number, freeAfterMs: number): Promise<void> {
    const ids = this.#taken();
    const id = ids[pick % Math.max(1, ids.length)];
    if (id === undefined) return;
    await this.#ask({ member: 'reporter', reports: [{ id, freeAfterMs }] });
    this.#freeAtMs.set(id, this.#nowMs + freeAfterMs);
  }

  async #compete(member: string, asked: number, more: number): Promise<void> {
    const others = [...this.#wants].filter(
      ([name, { atMs }]) => name !== member && atMs + PACE.forgottenMs >= this.#nowMs,
    );
    const share = Math.max(1, Math.floor(this.#limit / (others.length + 1)));
    const belowShare = (name: string): number =>
      Math.max(0, share - this.#taken().filter((id) => id.startsWith(`${name}:`)).length);
    const reserved = others.reduce((sum, [name, { many }]) => sum + Math.min(many, belowShare(name)), 0);
    const own = belowShare(member);
    const free = this.#limit - this.#taken().length;
    const answer = await this.#ask({ member, asked, wanted: asked + more, firstNumber: this.#number });

    expect(answer.granted).toBeLessThanOrEqual(Math.min(asked, free));
    expect(answer.free).toBe(free - answer.granted);
    expect(answer.granted).toBeGreaterThanOrEqual(Math.min(asked, own, free));
    if (answer.granted > own) expect(answer.free).toBeGreaterThanOrEqual(reserved);
    if (answer.granted < asked && answer.granted >= own) expect(answer.free).toBeLessThanOrEqual(reserved);
    this.#note(member, answer.granted, asked + more);
    if (answer.granted < asked) this.#expectWait(answer.waitMs, answer.free);
  }

  /** Who has to wait is never told to wait beyond the moment when the next slot is free and nobody else wants it. */
  #expectWait(waitMs: number, free: number): void {
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(PACE.forgottenMs);
    const nextMs = Math.min(...this.#taken().map((id) => this.#freeAtMs.get(id) ?? 0)) - this.#nowMs;
    if (free === 0) expect(waitMs).toBeGreaterThanOrEqual(Math.min(nextMs, PACE.forgottenMs));
  }

  #note(member: string, granted: number, wanted: number): void {
    for (let index = 0; index < granted; index += 1) {
      this.#freeAtMs.set(slotId(member, this.#number), this.#nowMs + PACE.unreportedMs);
      this.#number += 1;
    }
    this.#wants.delete(member);
    if (wanted > granted) this.#wants.set(member, { many: wanted - granted, atMs: this.#nowMs });
  }

  #taken(): readonly string[] {
    return [...this.#freeAtMs].filter(([, freeAtMs]) => freeAtMs > this.#nowMs).map(([id]) => id);
  }

  async #ask(question: Parameters<ReturnType<typeof createScriptedWindow>['ask']>[0]) {
    await this.#window.setClock(HOUR_MS);
    const answer = await this.#window.ask({ limit: this.#limit, latestMs: this.#nowMs, ...question });
    expect(answer.nowMs).toBe(this.#nowMs);
    return answer;
  }
}
