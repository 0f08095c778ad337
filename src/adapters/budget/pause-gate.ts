import type { Clock } from '../../ports/clock.ts';

/** Holds back every request while the server wants none. */
export interface PauseGate {
  /** Closes the gate for `ms` milliseconds; a longer pause that is under way stays. */
  pause(ms: number): void;
  /** Milliseconds until the gate opens, 0 if it is open. */
  pausedForMs(): number;
  /** Resolves when the gate is open; rejects with the signal's reason as soon as it is aborted. */
  opened(signal: AbortSignal): Promise<void>;
}

export function createPauseGate(clock: Clock): PauseGate {
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  const pausedForMs = (): number => Math.max(0, pausedUntilMs - clock.nowMs());
  return {
    pause: (ms) => {
      pausedUntilMs = Math.max(pausedUntilMs, clock.nowMs() + ms);
    },
    pausedForMs,
    opened: async (signal) => {
      // Again after each sleep: the pause may have become longer meanwhile.
      while (pausedForMs() > 0) await clock.sleep(pausedForMs(), signal);
      signal.throwIfAborted();
    },
  };
}
