/** The time the emulator lives in. The program's `Clock` fits; tests may hand in one that they move themselves. */
export interface EmulatorClock {
  /** Milliseconds on a clock that never jumps; only differences mean anything. */
  nowMs(): number;
  /** Resolves after `ms` milliseconds; may reject as soon as `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Milliseconds since 1970, for headers that carry a date. Without it, `nowMs` stands in. */
  wallMs?(): number;
}

/** Milliseconds since 1970, as well as the clock knows. */
export function wallMsOf(clock: EmulatorClock): number {
  return clock.wallMs?.() ?? clock.nowMs();
}
