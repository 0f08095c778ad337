import type { EmulatorClock } from '../../src/emulator/clock.ts';

/** A clock that stands still until a test moves it. */
export interface HandClock extends EmulatorClock {
  /** Moves the time on, and wakes those who have slept long enough. */
  advance(ms: number): void;
  /** How many are asleep. */
  sleepers(): number;
}

/** 2026-01-01T00:00:00Z, when `nowMs` is 0. */
export const HAND_CLOCK_START_MS = Date.UTC(2026, 0, 1);

export function createHandClock(): HandClock {
  let now = 0;
  let sleepers: { readonly untilMs: number; readonly wake: () => void }[] = [];
  return {
    nowMs: () => now,
    wallMs: () => HAND_CLOCK_START_MS + now,
    sleep: (ms) => new Promise((wake) => sleepers.push({ untilMs: now + ms, wake })),
    sleepers: () => sleepers.length,
    advance: (ms) => {
      now += ms;
      const awake = sleepers.filter(({ untilMs }) => untilMs <= now);
      sleepers = sleepers.filter(({ untilMs }) => untilMs > now);
      for (const { wake } of awake) wake();
    },
  };
}
