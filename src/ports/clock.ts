/** Time, as the rest of the program may see it. Tests hand in one that they move themselves. */
export interface Clock {
  /** Milliseconds on a clock that never jumps; only differences mean anything. */
  nowMs(): number;
  /**
   * Milliseconds since 1970, for people to read. No decision rests on it, but the two that have to hold on another
   * machine or in another process: when a saved plan expires, and how long ago the audit trail says something was.
   */
  wallMs(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `action` once after `ms` milliseconds; the answer cancels it. */
  after(ms: number, action: () => void): () => void;
}
