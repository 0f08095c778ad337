import type { Clock } from '../../../ports/clock.ts';

/** What became of a slot: it is free again after `freeAfterMs`, at once if that is 0. */
export interface SlotReport {
  readonly id: string;
  readonly freeAfterMs: number;
}

/** Reports that Redis has not confirmed. There are never more than slots were granted, so their number is bounded. */
export interface SlotReports {
  add(report: SlotReport): void;
  /** All of them; the time since a report was added is taken off it, so that it may come late. */
  open(): readonly SlotReport[];
  confirm(reports: readonly SlotReport[]): void;
  isEmpty(): boolean;
}

export function createSlotReports(clock: Clock): SlotReports {
  const freeAtMs = new Map<string, number>();
  return {
    add: ({ id, freeAfterMs }) => {
      freeAtMs.set(id, clock.nowMs() + freeAfterMs);
    },
    open: () => {
      const nowMs = clock.nowMs();
      return [...freeAtMs].map(([id, ms]) => ({ id, freeAfterMs: Math.max(0, Math.ceil(ms - nowMs)) }));
    },
    confirm: (reports) => {
      for (const { id } of reports) freeAtMs.delete(id);
    },
    isEmpty: () => freeAtMs.size === 0,
  };
}
