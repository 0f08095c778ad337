import { type BitMask, hasBit, maskOf } from './bit-mask.ts';
import type { ContentSet } from './content-set.ts';
import { type Cover, endsRemoved } from './cover.ts';
import type { Rule } from './row-step.ts';
import type { Table } from './table.ts';

/**
 * What the v4 calls have to do once a cover says what the v3 calls do. A row that needs a call of its own is a job; all
 * rows that share the v4-delete are one job together, the removal. In a mask of jobs each has its bit.
 */
export interface Jobs {
  /** The job of each row; no bit if it has none. */
  readonly byRow: readonly BitMask[];
  /** The jobs of single rows. */
  readonly ofRows: BitMask;
  readonly removal: BitMask;
  /** The jobs that have to be done: the removal only if some row shares it. */
  readonly needed: BitMask;
  /** The columns that no v3 call sets. */
  readonly uncovered: readonly JobColumn[];
  /** The columns of the cover where a URL comes that a v4-delete takes away, so their v3 calls have to come later. */
  readonly late: readonly JobColumn[];
}

export interface JobColumn {
  /** Contents it may have at any moment. */
  readonly allowed: ContentSet;
  readonly cells: readonly JobCell[];
}

export interface JobCell {
  /** The job whose calls can change it; no bit if none can. */
  readonly job: BitMask;
  readonly comes: boolean;
  /** Whether a v4-delete may take its row along. */
  readonly removable: boolean;
}

/** Masks hold 31 jobs. A cover with more takes more calls than anybody asks for. */
export function jobsOf(table: Table, { columns: chosen }: Cover, rule: Rule): Jobs {
  const differing = table.rows.filter(({ before, after }) => ((before ^ after) & ~chosen) !== 0);
  const shared = differing.filter((row) => endsRemoved(row, chosen));
  const own = differing.filter((row) => !shared.includes(row));
  const ofRows = (1 << own.length) - 1;
  const removal = 1 << own.length;
  const byRow = table.rows.map((row) =>
    shared.includes(row) ? removal : maskOf(own, (each) => each === row),
  );
  const comesBack = shared.reduce((mask, { after }) => mask | after, 0);
  const columnsIn = (mask: BitMask) =>
    table.columns
      .filter((_, index) => hasBit(mask, index))
      .map(({ cells, comes, [rule]: allowed }) => ({
        allowed,
        cells: cells.map((row, cell) => ({
          job: byRow[row] ?? 0,
          comes: hasBit(comes, cell),
          removable: table.rows[row]?.removable === true,
        })),
      }));
  return {
    byRow,
    ofRows,
    removal,
    needed: shared.length > 0 ? ofRows | removal : ofRows,
    uncovered: columnsIn(~chosen),
    late: columnsIn(comesBack & chosen),
  };
}
