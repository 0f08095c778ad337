import { countedForMs, WINDOW_MS } from '../slot-window.ts';

/** How long everything takes, in whole milliseconds. All but the lease is a fixed part of the window: tests scale it. */
export interface Pace {
  /** From the grant until a slot that nobody reports is free again. */
  readonly unreportedMs: number;
  /** From the answer until the slot is free again. */
  readonly answeredMs: number;
  /** From the end of a request without an answer, which may still reach the server, until its slot is free again. */
  readonly lostMs: number;
  /** How long a Redis that has lost its memory grants nothing. */
  readonly restartMs: number;
  /** A slot may be sent with for so long after it was asked for. */
  readonly sendWithinMs: number;
  /** Who was told to wait asks again after at least this time, and at most the next. */
  readonly askAgainMinMs: number;
  readonly askAgainMaxMs: number;
  /** A process that waits is remembered for so long after it asked: longer than it rests between two questions. */
  readonly forgottenMs: number;
  /** Without anything to say, a question is asked this often all the same, so that `state` stays true. */
  readonly idleMs: number;
}

export function createPace({ windowMs, leaseMs }: { windowMs: number; leaseMs: number }): Pace {
  const scaled = (ms: number): number => Math.ceil((ms * windowMs) / WINDOW_MS);
  const answeredMs = Math.ceil(countedForMs('answered', windowMs));
  return {
    unreportedMs: windowMs + leaseMs,
    answeredMs,
    lostMs: Math.ceil(countedForMs('lost', windowMs)),
    // A request that is under way when Redis loses its memory ends within its lease, and is reported then.
    restartMs: Math.max(answeredMs, leaseMs),
    sendWithinMs: Math.floor(leaseMs / 2),
    askAgainMinMs: scaled(250),
    askAgainMaxMs: scaled(5000),
    forgottenMs: scaled(10_000),
    idleMs: Math.ceil(windowMs / 2),
  };
}
