interface Placed {
  readonly id?: string;
  readonly atMs: number;
  readonly outcome?: 'unknown';
}

/**
 * Entries that were read newest first, oldest first and each once: a call that is settled knows better than the same
 * call while it was under way. What was settled late, or never, stands where it began.
 */
export function inOrder<T extends Placed>(newestFirst: readonly T[]): readonly T[] {
  const settled = new Set(newestFirst.filter(({ outcome }) => outcome === undefined).map(({ id }) => id));
  const seen = new Set<string>();
  const entries = [...newestFirst].reverse().filter(({ id, outcome }) => {
    if (id === undefined || outcome === undefined) return true;
    const isNews = !settled.has(id) && !seen.has(id);
    seen.add(id);
    return isNews;
  });
  const anyUnknown = entries.some(({ outcome }) => outcome !== undefined);
  return anyUnknown ? entries.sort((a, b) => a.atMs - b.atMs) : entries;
}
