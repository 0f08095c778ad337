import { describe, expect, it } from 'vitest';
import { Attention } from '../../../../src/adapters/config/watch/attention.ts';
import { createHandClock } from '../../../support/hand-clock.ts';

function rested() {
  const clock = createHandClock();
  return { clock, attention: new Attention(clock), ending: new AbortController() };
}

describe('a rest between two looks', () => {
  it('is over after its time', async () => {
    const { clock, attention, ending } = rested();
    const rest = attention.rest(1_000, ending.signal);
    clock.advance(999);
    expect(clock.sleepers()).toBe(1);
    clock.advance(1);
    await rest;
  });

  it('is over when attention is drawn, and does not begin if it was drawn since the last look', async () => {
    const { clock, attention, ending } = rested();
    const rest = attention.rest(1_000, ending.signal);
    attention.draw();
    await rest;
    await attention.rest(1_000, ending.signal);
    attention.look();
    const next = attention.rest(1_000, ending.signal);
    expect(clock.sleepers()).toBe(1);
    clock.advance(1_000);
    await next;
  });

  it('is over when the watch ends, and so is a pause', async () => {
    const { clock, attention, ending } = rested();
    const both = [attention.rest(1_000, ending.signal), attention.pause(1_000, ending.signal)];
    ending.abort();
    await Promise.all(both);
    await attention.pause(1_000, ending.signal);
    expect(clock.sleepers()).toBe(0);
  });

  it('of the kind that hints do not end is called a pause', async () => {
    const { clock, attention, ending } = rested();
    const pause = attention.pause(1_000, ending.signal);
    attention.draw();
    expect(clock.sleepers()).toBe(1);
    clock.advance(1_000);
    await pause;
  });
});
