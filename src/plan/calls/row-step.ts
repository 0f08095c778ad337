import { hasBit } from './bit-mask.ts';
import { type ContentSet, intersection, madeRight, madeWrong, union } from './content-set.ts';
import type { Column, Row } from './table.ts';

/**
 * What a v4 call does to one row. `set` is a v4-create or a v4-update: it moves or leaves each cell, column by column.
 * `remove` is a part of a v4-delete: the row is empty afterwards. Removals next to each other are one call.
 */
export interface RowStep {
  readonly kind: 'set' | 'remove';
  /** Index of the row in the table. */
  readonly row: number;
}

/** What a column may contain in the meantime: what is legal, or the stricter `gapless`. */
export type Rule = 'legal' | 'gapless';

/** A step where it meets a column. */
export interface Crossing {
  readonly step: RowStep;
  readonly row: Row;
  readonly column: Column;
  /** Index among the cells of the column. */
  readonly cell: number;
  readonly allowed: ContentSet;
}

/**
 * The contents a column may have after a step, if it had one of `before`. A pinned row may only gain URLs, for a
 * v4-create is all that may name it.
 */
export function cross(before: ContentSet, { step, row, column, cell, allowed }: Crossing): ContentSet {
  const comes = hasBit(column.comes, cell);
  const there = comes ? madeRight(before, cell) : madeWrong(before, cell);
  const gone = comes ? madeWrong(before, cell) : madeRight(before, cell);
  if (step.kind === 'remove') return intersection(gone, allowed);
  return intersection(union(there, row.settable ? gone : before), allowed);
}
