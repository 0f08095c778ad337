import { describe, expect, it } from 'vitest';
import { LEASE_TIMING } from '../../../src/adapters/kubernetes/lease-timing.ts';
import { Term } from '../../../src/adapters/kubernetes/term.ts';
import type { Clock } from '../../../src/ports/clock.ts';

/** A clock whose timers fire when a test says so, however early. */
function createTerm() {
  let nowMs = 1000;
  const timers = new Set<() => void>();
  const clock: Clock = {
    nowMs: () => nowMs,
    wallMs: () => nowMs,
    sleep: () => new Promise(() => undefined),
    after: (_, action) => {
      timers.add(action);
      return () => void timers.delete(action);
    },
  };
  const term = new Term(clock, LEASE_TIMING);
  const told: boolean[] = [];
  const forget = term.onChange(() => told.push(term.isLeading()));
  const fire = (atMs: number): void => {
    nowMs = atMs;
    const due = [...timers];
    timers.clear();
    for (const action of due) action();
  };
  return { term, told, forget, fire, timers };
}

describe('a term', () => {
  it('has not begun before the first renewal', () => {
    const { term, told, timers } = createTerm();
    expect(term.isLeading()).toBe(false);
    expect(term.writeUntilMs()).toBe(Number.NEGATIVE_INFINITY);
    expect([told, timers.size]).toEqual([[], 0]);
  });

  it('tells of its beginning and of its end, each once, even if a timer fires early', () => {
    const { term, told, fire, timers } = createTerm();
    term.renewed(1000);
    term.renewed(1000);
    expect(told).toEqual([true]);
    fire(10_999.6);
    expect(told).toEqual([true]);
    fire(11_000);
    expect(told).toEqual([true, false]);
    expect(timers.size).toBe(0);
  });

  it('counts from the sending of the last renewal, even if that was long ago', () => {
    const { term, told, fire } = createTerm();
    fire(30_000);
    term.renewed(15_000);
    expect(term.isLeading()).toBe(false);
    expect(term.writeUntilMs()).toBe(21_000);
    expect(told).toEqual([]);
  });

  it('ends at once, leaves no timer behind, and forgets who wants to hear no more', () => {
    const { term, told, forget, timers } = createTerm();
    term.renewed(1000);
    term.end();
    expect(told).toEqual([true, false]);
    expect([term.isLeading(), timers.size]).toEqual([false, 0]);
    forget();
    term.renewed(1000);
    expect(told).toEqual([true, false]);
  });
});
