import { type BitMask, bitCount, maskOf } from './bit-mask.ts';
import type { Column, Row, Table } from './table.ts';

/**
 * A choice of the columns that v3 calls set. Every row that differs outside them needs a v4 call, for nothing else can
 * reach its cells there. So the choice has a least number of calls; the least of all choices is a lower bound for every
 * sequence, whatever its order.
 */
export interface Cover {
  /** The columns set by v3 calls, one call each. */
  readonly columns: BitMask;
  readonly columnCalls: number;
  /** No sequence with this choice is shorter. */
  readonly calls: number;
  /** How many of these calls only add. */
  readonly additive: number;
}

/**
 * What a row costs outside the columns set by v3 calls:
 *
 * | outside, the row                     | and                                         | costs                            |
 * |--------------------------------------|---------------------------------------------|----------------------------------|
 * | does not differ                      |                                             | nothing                          |
 * | ends empty                           | may be removed from the whole domain         | a share of the one v4-delete     |
 * | loses a URL                          | is pinned: v4-create is all it may have      | impossible                       |
 * | ends empty                           | stands in no v3 column before or after: a    | impossible                       |
 * |                                      | v4-update needs an event type to leave it on |                                  |
 * | differs                              | anything else                               | a v4-create or v4-update of its own |
 */
type RowCost = 'nothing' | 'shared' | 'impossible' | 'own';

/** All choices that can be carried out. */
export function coversOf({ columns, rows }: Table): readonly Cover[] {
  const changed = maskOf(columns, ({ cells }) => cells.length > 0);
  const covers: Cover[] = [];
  for (let chosen = changed; ; chosen = (chosen - 1) & changed) {
    const cover = coverWith({ columns, rows }, chosen);
    if (cover !== undefined) covers.push(cover);
    if (chosen === 0) return covers;
  }
}

/** The least of all choices. No sequence is shorter, in whatever order. */
export function leastCalls(covers: readonly Cover[]): number {
  return covers.reduce((least, { calls }) => Math.min(least, calls), Number.POSITIVE_INFINITY);
}

/** Whether one v4-delete for all such rows can make the row right outside the chosen columns. */
export function endsRemoved(row: Row, chosen: BitMask): boolean {
  return row.removable && (row.after & ~chosen) === 0;
}

function coverWith({ columns, rows }: Table, chosen: BitMask): Cover | undefined {
  const columnCalls = bitCount(chosen);
  let calls = columnCalls;
  let additive = bitCount(chosen & maskOf(columns, startsEmpty));
  let shared = 0;
  for (const row of rows) {
    const cost = rowCost(row, chosen);
    if (cost === 'impossible') return undefined;
    if (cost === 'shared') shared = 1;
    if (cost !== 'own') continue;
    calls += 1;
    if ((row.before & ~row.after & ~chosen) === 0) additive += 1;
  }
  return { columns: chosen, columnCalls, calls: calls + shared, additive };
}

function rowCost(row: Row, chosen: BitMask): RowCost {
  const { before, after, settable } = row;
  if (((before ^ after) & ~chosen) === 0) return 'nothing';
  if (endsRemoved(row, chosen)) return 'shared';
  if (!settable && (before & ~after & ~chosen) !== 0) return 'impossible';
  if ((after & ~chosen) === 0 && ((before | after) & chosen) === 0) return 'impossible';
  return 'own';
}

function startsEmpty({ kept, comes, goal }: Column): boolean {
  return kept.length === 0 && comes === goal;
}
