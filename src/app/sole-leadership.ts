import type { Leadership } from '../ports/leadership.ts';

/** For a process that has no other beside it: it always leads, and may write for ever. */
export const SOLE_LEADERSHIP: Leadership = {
  state: () => ({ leading: true }),
  writeUntilMs: () => Number.POSITIVE_INFINITY,
  onChange: () => () => undefined,
  release: async () => undefined,
};
