import type { Redis } from 'ioredis';

export interface TakenSlot {
  readonly id: string;
  /** When it is free again, milliseconds since 1970. */
  readonly freeAtMs: number;
}

/** The slots of account `a1` that Redis holds, soonest free first. */
export async function takenSlots(inspector: Redis): Promise<readonly TakenSlot[]> {
  const flat = await inspector.zrange('mghooks:1:{a1}:slots', 0, -1, 'WITHSCORES');
  const pairs = flat.flatMap((id, index) =>
    index % 2 === 0 ? [{ id, freeAtMs: Number(flat[index + 1]) }] : [],
  );
  return pairs.filter(({ id }) => id !== 'boot');
}
