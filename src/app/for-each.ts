import pLimit from 'p-limit';

/**
 * Does `work` on every item, at most `concurrency` at a time. Items are taken from the iterable only as places become
 * free, so however many there are, no more than twice `concurrency` are held at once.
 */
export async function forEachLimited<T>(
  items: Iterable<T>,
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const limit = pLimit(concurrency);
  const open = new Set<Promise<void>>();
  for (const item of items) {
    const job = limit(() => work(item)).finally(() => open.delete(job));
    open.add(job);
    if (limit.pendingCount >= concurrency) await Promise.race(open);
  }
  await Promise.all(open);
}
