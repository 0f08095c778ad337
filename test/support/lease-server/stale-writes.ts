import type { Written } from './lease-store.ts';
import type { SeenWrite } from './write-counter.ts';

/** Who was allowed to write since when. */
interface Reign {
  readonly holder: string;
  readonly sinceMs: number;
}

/**
 * Writes that were under way when another process could already lead, by what the API server has stored. Who has made
 * a new lease reigns only after a whole duration.
 */
export function staleWrites(
  writes: readonly SeenWrite[],
  history: readonly Written[],
  leaseDurationMs: number,
): readonly SeenWrite[] {
  const reigns = reignsOf(history, leaseDurationMs);
  return writes.filter(({ by, arrivedMs, endedMs = arrivedMs }) => {
    const own = reigns.findLast(({ holder, sinceMs }) => holder === by && sinceMs <= arrivedMs);
    const next = reigns.find(({ holder, sinceMs }) => holder !== by && sinceMs > (own?.sinceMs ?? 0));
    return own === undefined || (next !== undefined && next.sinceMs <= endedMs);
  });
}

function reignsOf(history: readonly Written[], leaseDurationMs: number): readonly Reign[] {
  const reigns: Reign[] = [];
  let last: string | undefined;
  for (const { by, atMs, lease } of history) {
    const { holderIdentity: holder = '', acquireTime } = lease?.spec ?? {};
    const changed = holder !== '' && by !== 'hand' && `${holder} ${acquireTime}` !== last;
    if (changed) reigns.push({ holder, sinceMs: by === 'create' ? atMs + leaseDurationMs : atMs });
    if (lease !== undefined && by !== 'hand') last = `${holder} ${acquireTime}`;
  }
  return reigns;
}
