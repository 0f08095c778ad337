import fc from 'fast-check';
import { AWKWARD_URLS, anyWebhooks, PLAIN_URLS } from './arbitrary-tables.ts';
import type { SmallTable } from './every-state.ts';

interface Size {
  readonly columns: number;
  readonly rows: number;
  /** URLs that each event type has at least. */
  readonly min?: number;
  /** Whether all URLs are plain, and none is pinned. */
  readonly plain?: boolean;
}

const URLS = [...AWKWARD_URLS, ...PLAIN_URLS.slice(1)];

/** Tables small enough to try every state. One URL has a comma, and in one table of four some are pinned. */
export function smallTables({ columns, rows, min = 0, plain = false }: Size): fc.Arbitrary<SmallTable> {
  const urls = (plain ? PLAIN_URLS : URLS).slice(0, rows);
  const webhooks = anyWebhooks({ urls, columns, min });
  const pinned = fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: plain ? 0 : 1, arbitrary: fc.subarray(urls, { maxLength: 2 }) },
  );
  return fc.record({
    from: webhooks,
    to: webhooks,
    columns: fc.constant(columns),
    urls: fc.constant(urls),
    pinned,
  });
}
