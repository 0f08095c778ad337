import type { Flag } from './flag.ts';

/** The flags that only `mghooks history` has. */
export const HISTORY_FLAGS = {
  sinceMs: {
    flags: '--since <duration>',
    variable: 'MGHOOKS_HISTORY_SINCE',
    description: 'only what was written within this time, such as 24h',
    kind: 'duration',
  },
  limit: {
    flags: '--limit <number>',
    variable: 'MGHOOKS_HISTORY_LIMIT',
    description: 'show so many plans at most',
    kind: 'number',
    fallback: '20',
  },
} as const satisfies Readonly<Record<string, Flag>>;
