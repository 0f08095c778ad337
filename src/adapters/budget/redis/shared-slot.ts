/**
 * The right to send one request. Exactly one of its ends is called; a second call does nothing. None of them throws:
 * what they say is told to Redis as soon as it can be reached.
 *
 * | end        | what happened                                   | the slot is free again after            |
 * |------------|-------------------------------------------------|-----------------------------------------|
 * | `answered` | an answer arrived, so the server has counted it | one window + 250 ms (scaled)            |
 * | `lost`     | it ended without; it may still reach the server | one window + 60 s (scaled)              |
 * | `unused`   | nothing was sent                                | at once                                 |
 * | none       | the process died                                | one window + its lease, from the grant  |
 */
export interface SharedSlot {
  /**
   * On the clock: the last moment to send. Whoever finds it passed, such as a process that was stopped and continued,
   * calls `unused` and acquires anew: by the time its request arrived, the slot could have another owner. To be looked
   * at last, right before the request is written: what happens between the look and the wire nobody can take back.
   */
  readonly sendBeforeMs: number;
  answered(): void;
  lost(): void;
  unused(): void;
}

interface SlotEnds {
  readonly sendBeforeMs: number;
  readonly answeredMs: number;
  readonly lostMs: number;
  /** Called once, with the time from now until the slot is free again. */
  readonly freeAfter: (ms: number) => void;
}

export function createSharedSlot({ sendBeforeMs, answeredMs, lostMs, freeAfter }: SlotEnds): SharedSlot {
  let ended = false;
  const end = (ms: number): void => {
    if (ended) return;
    ended = true;
    freeAfter(ms);
  };
  return {
    sendBeforeMs,
    answered: () => end(answeredMs),
    lost: () => end(lostMs),
    unused: () => end(0),
  };
}
