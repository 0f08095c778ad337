import type { RowStep } from './row-step.ts';

/** A v4 call before it is written out: one step, or the removals that go into one v4-delete. */
export interface RowCallSteps {
  readonly kind: RowStep['kind'];
  /** Indexes of rows; one, if it sets. */
  readonly rows: readonly number[];
}

/** The steps of an order, put into calls. */
export function rowCallsOf(order: readonly RowStep[]): readonly RowCallSteps[] {
  const calls: RowCallSteps[] = [];
  for (const { kind, row } of order) {
    const last = calls.at(-1);
    if (kind === 'remove' && last?.kind === 'remove') {
      calls[calls.length - 1] = { kind, rows: [...last.rows, row] };
    } else calls.push({ kind, rows: [row] });
  }
  return calls;
}
