import type { Clock } from '../../src/ports/clock.ts';

/** A clock that stands still until a test moves it. */
export interface HandClock extends Clock {
  /** Moves the time on, wakes those who have slept long enough, and carries out what is due. */
  advance(ms: number): void;
  /** How many are asleep. */
  sleepers(): number;
}

/** 2026-01-01T00:00:00Z, when `nowMs` is 0. */
export const HAND_CLOCK_START_MS = Date.UTC(2026, 0, 1);

interface Due {
  readonly atMs: number;
  readonly act: () => void;
}

export function createHandClock(): HandClock {
  let now = 0;
  const sleepers = new Set<Due>();
  const actions = new Set<Due>();
  const carryOut = (due: Set<Due>) => {
    const ripe = [...due].filter(({ atMs }) => atMs <= now);
    for (const one of ripe) due.delete(one);
    for (const { act } of ripe) act();
  };
  return {
    nowMs: () => now,
    wallMs: () => HAND_CLOCK_START_MS + now,
    sleep: (ms, signal) =>
      new Promise((act, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { atMs: now + ms, act };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          if (sleepers.delete(sleeper)) reject(signal.reason);
        });
      }),
    after: (ms, act) => {
      const action = { atMs: now + ms, act };
      actions.add(action);
      return () => actions.delete(action);
    },
    sleepers: () => sleepers.size,
    advance: (ms) => {
      now += ms;
      carryOut(sleepers);
      carryOut(actions);
    },
  };
}
