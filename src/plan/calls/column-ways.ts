import { type BitMask, hasBit } from './bit-mask.ts';
import { type ColumnWay, findWay, type Move, type Passage } from './column-way.ts';
import type { RowCallSteps } from './row-call.ts';
import { type Frame, isCovered } from './row-state.ts';
import { cellsWithUrl, type Row } from './table.ts';

/** A way for every column, in the order of the columns; `undefined` if the calls cannot be sent as they are. */
export function waysOf(frame: Frame, calls: readonly RowCallSteps[]): readonly ColumnWay[] | undefined {
  const ways: ColumnWay[] = [];
  for (const index of frame.table.columns.keys()) {
    const way = wayOf(frame, calls, { column: index });
    if (way === undefined) return undefined;
    ways.push(way);
  }
  return keepRowsNamable(frame, calls, ways);
}

interface Wanted {
  /** Index of the column. */
  readonly column: number;
  readonly stay?: NonNullable<Passage['stay']>;
}

function wayOf(
  { table, cover, rule }: Frame,
  calls: readonly RowCallSteps[],
  { column: index, stay }: Wanted,
): ColumnWay | undefined {
  const column = table.columns[index];
  if (column === undefined) return undefined;
  const passage: Passage = { column, rows: table.rows, calls, rule, ...(stay && { stay }) };
  if (!isCovered(cover, index)) return findWay(passage);
  const best = bestSlot(passage);
  const slots = Array.from({ length: calls.length + 1 }, (_, slot) => slot);
  slots.sort((a, b) => Math.abs(a - best) - Math.abs(b - best) || a - b);
  for (const slot of slots) {
    const way = findWay({ ...passage, slot });
    if (way !== undefined) return way;
  }
  return undefined;
}

/** A v3-create goes first, a v3-delete last, and a v3-update between the v4 calls that add and those that remove. */
function bestSlot({ column: { kept, comes, goal }, rows, calls }: Passage): number {
  if (kept.length === 0 && comes === goal) return 0;
  if (kept.length === 0 && comes === 0) return calls.length;
  const firstRemoval = calls.findIndex((call) => call.rows.some((row) => removes(rows[row])));
  return firstRemoval < 0 ? calls.length : firstRemoval;
}

function removes(row: Row | undefined): boolean {
  return row !== undefined && (row.before & ~row.after) !== 0;
}

/**
 * A v4-update has to leave its URL on an event type. Where the ways would take it from all, a v4-delete does the same,
 * but for a URL with a comma: that one stays a while in a column that can bear it.
 */
function keepRowsNamable(
  frame: Frame,
  calls: readonly RowCallSteps[],
  ways: readonly ColumnWay[],
): readonly ColumnWay[] | undefined {
  let kept = ways;
  for (const [number, { kind, rows }] of calls.entries()) {
    const index = rows[0] ?? -1;
    const row = frame.table.rows[index];
    if (kind === 'remove' || row === undefined || row.removable) continue;
    if (columnsWith(frame, kept, { row: index, number, side: 'to' }) !== 0) continue;
    const numbers = calls.flatMap((call, other) =>
      call.rows[0] === index && other <= number ? [other] : [],
    );
    const bearing = row.places.flatMap(({ column }) => {
      const way = wayOf(frame, calls, { column, stay: { row: index, numbers } });
      return way === undefined ? [] : [{ column, way }];
    })[0];
    if (bearing === undefined) return undefined;
    kept = kept.map((way, column) => (column === bearing.column ? bearing.way : way));
  }
  return kept;
}

/** The two sides of the v4 call of a number. */
export interface Moment {
  /** Index of a row. */
  readonly row: number;
  readonly number: number;
  readonly side: keyof Move;
}

/** The columns that have the row before (`from`) or after (`to`) a v4 call. */
export function columnsWith(
  { table }: Frame,
  ways: readonly ColumnWay[],
  { row, number, side }: Moment,
): BitMask {
  const { before = 0, after = 0, places = [] } = table.rows[row] ?? {};
  return places.reduce((mask, { column: index, cell }) => {
    const column = table.columns[index];
    const content = ways[index]?.moves[number]?.[side] ?? 0;
    const isThere = column !== undefined && hasBit(cellsWithUrl(content, column), cell);
    return isThere ? mask | (1 << index) : mask;
  }, before & after);
}
