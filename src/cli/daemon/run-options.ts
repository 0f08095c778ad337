import type { AccountOptions } from '../session.ts';
import type { LeaseOptions } from './leadership.ts';

/** The flags of `mghooks run`. */
export interface RunOptions extends AccountOptions, LeaseOptions {
  readonly intervalMs: number;
  readonly listen: string;
  readonly tokenFile?: string;
  readonly approvals?: string;
}
