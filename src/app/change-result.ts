import type { Change } from '../model/change.ts';

/**
 * What became of one change of a plan.
 *
 * - `applied`: Mailgun has what the change asked for, as its answer or a read after it says.
 * - `failed`: it was tried, and Mailgun does not have it, or it is not known whether it does.
 * - `not-attempted`: nothing was sent for it.
 */
export type ChangeResult =
  | { readonly status: 'applied'; readonly change: Change }
  | { readonly status: 'failed' | 'not-attempted'; readonly change: Change; readonly reason: string };

export function notAttempted(change: Change, reason: string): ChangeResult {
  return { status: 'not-attempted', change, reason };
}
