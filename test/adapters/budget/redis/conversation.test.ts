import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Conversation } from '../../../../src/adapters/budget/redis/conversation.ts';
import type { Answer } from '../../../../src/adapters/budget/redis/exchange.ts';
import { createPace } from '../../../../src/adapters/budget/redis/pace.ts';
import { clock, never } from './window.ts';

const PACE = createPace({ windowMs: 60_000, leaseMs: 60_000 });
const NOTHING: Answer = { nowMs: 1_000_000, granted: 0, waitMs: 0, free: 0, pauseMs: 0 };

function converse(more: { readonly waiting?: () => number } = {}) {
  const onNews = vi.fn();
  const conversation = new Conversation({ clock, random: () => 0.5, pace: PACE, limit: 5, onNews, ...more });
  /** One question and its answer. */
  const exchange = (answer: Partial<Answer> = {}) => {
    const spoken = conversation.speak();
    conversation.hear(spoken, { ...NOTHING, ...answer });
    return spoken.question;
  };
  return { conversation, exchange, onNews };
}

describe('what a process says to Redis', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks for all who wait in one question, but never for more than the limit', () => {
    const { conversation, exchange } = converse();
    for (let index = 0; index < 7; index += 1) void conversation.acquire(never);
    expect(exchange({ granted: 5 })).toMatchObject({ asked: 5, wanted: 7, firstNumber: 0, limit: 5 });
    expect(exchange()).toMatchObject({ asked: 2, wanted: 2, firstNumber: 5 });
  });

  it('still wants what it was told to wait for when it reports something meanwhile', async () => {
    const { conversation, exchange } = converse();
    const first = conversation.acquire(never);
    void conversation.acquire(never);
    exchange({ granted: 1, waitMs: 3000 });
    (await first).answered();
    expect(exchange()).toMatchObject({ asked: 0, wanted: 1, reports: [{ freeAfterMs: 60_250 }] });
    expect(conversation.restMs()).toBe(3125);
  });

  it('wants slots for those too who have not asked yet', () => {
    const { conversation, exchange } = converse({ waiting: () => 40 });
    void conversation.acquire(never);
    expect(exchange()).toMatchObject({ asked: 1, wanted: 40 });
  });

  it('asks again at once after it got everything, and when it was told to otherwise', async () => {
    const { conversation, exchange } = converse();
    const first = conversation.acquire(never);
    expect(conversation.restMs()).toBe(0);
    exchange({ granted: 1 });
    await first;
    void conversation.acquire(never);
    expect(conversation.restMs()).toBe(0);
    exchange({ waitMs: 2000 });
    // The jitter is half of 250 ms.
    expect(conversation.restMs()).toBe(2125);
    void conversation.acquire(never);
    expect(conversation.restMs()).toBe(2125);
  });

  it('asks again after a quarter of a second at the soonest and five seconds at the latest', () => {
    const { conversation, exchange } = converse();
    void conversation.acquire(never);
    exchange({ waitMs: 1 });
    expect(conversation.restMs()).toBe(375);
    vi.advanceTimersByTime(375);
    exchange({ waitMs: 600_000 });
    expect(conversation.restMs()).toBe(5125);
  });

  it('says something twice a window even when nobody asks', () => {
    const { conversation, exchange } = converse();
    exchange();
    expect(conversation.restMs()).toBe(30_000);
  });

  it('hands out no slot that came too late to be sent with', async () => {
    const { conversation, exchange } = converse();
    const waiting = conversation.acquire(never);
    const spoken = conversation.speak();
    await vi.advanceTimersByTimeAsync(PACE.sendWithinMs + 1);
    conversation.hear(spoken, { ...NOTHING, granted: 1 });
    const { member, asked, reports } = exchange();
    expect(reports).toEqual([{ id: `${member}:0`, freeAfterMs: 0 }]);
    // Not at once: the next answer could come as late.
    expect(asked).toBe(0);
    expect(conversation.restMs()).toBe(PACE.askAgainMinMs);
    await vi.advanceTimersByTimeAsync(PACE.askAgainMinMs);
    exchange({ granted: 1 });
    const { sendBeforeMs } = await waiting;
    expect(sendBeforeMs - clock.nowMs()).toBe(PACE.sendWithinMs);
  });

  it('hands out no slot in a pause that Redis does not know of yet', async () => {
    const { conversation, exchange } = converse();
    const waiting = conversation.acquire(never);
    const spoken = conversation.speak();
    const pausing = conversation.pause(5000);
    conversation.hear(spoken, { ...NOTHING, granted: 1 });
    expect(conversation.restMs()).toBe(0);
    const question = exchange({ pauseMs: 5000, waitMs: 5000 });
    expect(question).toMatchObject({ pauseMs: 5000, reports: [{ freeAfterMs: 0 }] });
    await pausing;
    await vi.advanceTimersByTimeAsync(5001);
    exchange({ granted: 1 });
    await waiting;
  });

  it('repeats a pause, which does not grow by that', async () => {
    const { conversation, exchange } = converse();
    void conversation.pause(5000);
    exchange({ pauseMs: 5000 });
    await vi.advanceTimersByTimeAsync(1000);
    const spoken = conversation.speak();
    expect(spoken.question.pauseMs).toBe(4000);
    await vi.advanceTimersByTimeAsync(100);
    conversation.hear(spoken, { ...NOTHING, pauseMs: 4000 });
    expect(conversation.pausedForMs()).toBe(3900);
  });

  it('gives back what may have been granted when no answer comes, until Redis has confirmed it', () => {
    const { conversation, exchange } = converse();
    void conversation.acquire(never);
    void conversation.acquire(never);
    const { question } = conversation.speak();
    conversation.giveUp({ question, askedAtMs: clock.nowMs(), pausers: [] });
    const again = conversation.speak();
    const ids = [`${question.member}:0`, `${question.member}:1`];
    expect(again.question.reports.map(({ id }) => id)).toEqual(ids);
    expect(again.question.firstNumber).toBe(2);
    conversation.giveUp(again);
    expect(exchange().reports.map(({ id }) => id)).toEqual([...ids, ...ids.map(next)]);
    expect(exchange().reports).toEqual([]);
  });

  it('takes the time since then off a report that comes late', async () => {
    const { conversation, exchange } = converse();
    const waiting = conversation.acquire(never);
    exchange({ granted: 1 });
    const slot = await waiting;
    slot.answered();
    slot.lost();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(exchange().reports).toEqual([{ id: expect.any(String), freeAfterMs: 40_250 }]);
  });

  it('knows the latest that the time can be from its own clock', async () => {
    const { exchange } = converse();
    expect(exchange({ nowMs: 1_000_000 }).latestMs).toBe(0);
    await vi.advanceTimersByTimeAsync(7000);
    expect(exchange().latestMs).toBe(1_000_000 + 7000 + 1000);
  });

  it('wants nothing once it is closed', async () => {
    const { conversation, exchange } = converse({ waiting: () => 40 });
    const waiting = conversation.acquire(never);
    conversation.close(new Error('closed'));
    await expect(waiting).rejects.toThrow('closed');
    expect(exchange()).toMatchObject({ asked: 0, wanted: 0 });
  });

  it('keeps nobody waiting for a pause that can no longer be told', async () => {
    const { conversation } = converse();
    const pausing = conversation.pause(5000);
    conversation.fallSilent();
    await pausing;
    await conversation.pause(5000);
  });

  it('says that there is news whenever there is', async () => {
    const { conversation, exchange, onNews } = converse();
    const waiting = conversation.acquire(never);
    expect(onNews).toHaveBeenCalledTimes(1);
    exchange({ granted: 1 });
    (await waiting).unused();
    expect(onNews).toHaveBeenCalledTimes(2);
    void conversation.pause(1);
    expect(onNews).toHaveBeenCalledTimes(3);
    conversation.close(new Error('closed'));
    expect(onNews).toHaveBeenCalledTimes(4);
  });
});

/** The id of the slot two numbers on. */
function next(id: string): string {
  return id.replace(/\d+$/, (number) => String(Number(number) + 2));
}
