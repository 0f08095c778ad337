import type { Clock } from '../../ports/clock.ts';

/** The length of Mailgun's window; the margins below are given for it and shrink with a scaled one. */
export const WINDOW_MS = 60_000;
const ANSWERED_MARGIN_MS = 250;
const LOST_MARGIN_MS = 60_000;

/** How a slot ended: its answer arrived, its request got none, or nothing was sent. */
export type SlotEnd = 'answered' | 'lost' | 'unused';

/**
 * How long the server may still count a slot.
 *
 * | end        | what happened                                   | the slot is free again after   |
 * |------------|-------------------------------------------------|--------------------------------|
 * | `answered` | an answer arrived, so the server has counted it | one window + 250 ms            |
 * | `lost`     | it ended without; it may still reach the server | one window + 60 s              |
 * | `unused`   | nothing was sent                                | at once                        |
 */
export function countedForMs(end: SlotEnd, windowMs: number): number {
  const scale = windowMs / WINDOW_MS;
  if (end === 'unused') return 0;
  return windowMs + scale * (end === 'answered' ? ANSWERED_MARGIN_MS : LOST_MARGIN_MS);
}

/** The right to send one request. Its end is told once. */
export interface Slot {
  ended(how: SlotEnd): void;
}

/** Where slots are remembered beyond the life of this process. */
export interface SlotMemory {
  /** Notes that a request is about to leave; only then may it. The answer names its slot. */
  taken(): number;
  ended(slot: number, how: SlotEnd): void;
  /** Notes that nothing may leave for `ms` milliseconds. */
  paused(ms: number): void;
  close(): void;
}

/** Knows which slots of the window are taken. It hands out as many as are asked for: the limit is kept elsewhere. */
export interface SlotWindow {
  take(): Slot;
  /** Takes slots that others used: the server may count them for `ms` milliseconds. */
  block(slots: number, ms: number): void;
  /** Slots that the server may still count, those of requests under way included. */
  taken(): number;
  /** Slots whose request has not ended. */
  underWay(): number;
  /** Milliseconds until the `n`th slot from now on is free again; infinite if fewer are waited for. */
  freeInMs(n: number): number;
  /** Cancels all timers; no slot becomes free any more. */
  close(): void;
}

export interface SlotWindowOptions {
  readonly clock: Clock;
  readonly windowMs: number;
  /** Called each time a slot is free again. */
  readonly onFree: () => void;
  readonly memory?: SlotMemory | undefined;
}

/**
 * A slot is counted from the moment its answer arrived: since a request reaches the server before its answer comes
 * back, the server can never see more requests in a window, fixed or rolling, than there are slots. Counting from the
 * moment of sending would let a slow request and a fast one meet in one window of the server.
 */
export function createSlotWindow(options: SlotWindowOptions): SlotWindow {
  return new TimedSlotWindow(options);
}

class TimedSlotWindow implements SlotWindow {
  readonly #options: SlotWindowOptions;
  /** When each slot that has ended is free again, by the function that cancels its timer. */
  readonly #freeAtMs = new Map<() => void, number>();
  #taken = 0;
  #closed = false;

  constructor(options: SlotWindowOptions) {
    this.#options = options;
  }

  take(): Slot {
    const { memory, windowMs } = this.#options;
    const id = memory?.taken() ?? 0;
    this.#taken += 1;
    return {
      ended: (how) => {
        if (this.#closed) return;
        memory?.ended(id, how);
        this.#freeAfter(countedForMs(how, windowMs));
      },
    };
  }

  block(slots: number, ms: number): void {
    this.#taken += slots;
    for (let slot = 0; slot < slots; slot += 1) this.#freeAfter(ms);
  }

  taken(): number {
    return this.#taken;
  }

  underWay(): number {
    return this.#taken - this.#freeAtMs.size;
  }

  freeInMs(n: number): number {
    const times = [...this.#freeAtMs.values()].sort((a, b) => a - b);
    return (times[n - 1] ?? Number.POSITIVE_INFINITY) - this.#options.clock.nowMs();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const cancel of this.#freeAtMs.keys()) cancel();
    this.#freeAtMs.clear();
    this.#options.memory?.close();
  }

  #freeAfter(ms: number): void {
    const { clock } = this.#options;
    if (this.#closed) return;
    if (ms <= 0) {
      this.#free();
      return;
    }
    const cancel = clock.after(ms, () => {
      this.#freeAtMs.delete(cancel);
      this.#free();
    });
    this.#freeAtMs.set(cancel, clock.nowMs() + ms);
  }

  #free(): void {
    this.#taken -= 1;
    this.#options.onFree();
  }
}
