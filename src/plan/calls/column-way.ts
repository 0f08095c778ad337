import { bitCount, hasBit } from './bit-mask.ts';
import { type ContentSet, contentsIn, only } from './content-set.ts';
import type { RowCallSteps } from './row-call.ts';
import { cross, type Rule } from './row-step.ts';
import { type Column, cellsWithUrl, type Row } from './table.ts';

/** How one column gets from its first content to its goal while the v4 calls are sent. */
export interface ColumnWay {
  /** What each v4 call makes of its content. */
  readonly moves: readonly Move[];
  /** Its v3 call, if it has one: sent before the v4 call of the number `slot`. */
  readonly v3?: Move & { readonly slot: number };
}

/** From one content to another. */
export interface Move {
  readonly from: number;
  readonly to: number;
}

/** What a column has to find its way through. */
export interface Passage {
  readonly column: Column;
  readonly rows: readonly Row[];
  readonly calls: readonly RowCallSteps[];
  readonly rule: Rule;
  /** Where the v3 call of the column goes, if it has one. */
  readonly slot?: number;
  /** Numbers of v4 calls that must leave this row in the column. */
  readonly stay?: { readonly row: number; readonly numbers: readonly number[] };
}

interface Walked extends ColumnWay {
  readonly content: number;
}

export function findWay(passage: Passage): ColumnWay | undefined {
  return walk(passage, { content: 0, moves: [] });
}

function walk(passage: Passage, { content, moves, v3 }: Walked): ColumnWay | undefined {
  const { column, calls, rule, slot } = passage;
  const number = moves.length;
  if (slot === number && v3 === undefined) {
    const goalFirst = (to: number) => (to === column.goal ? 0 : 1);
    return firstWay(sortedBy(contentsIn(column[rule]), goalFirst), (to) =>
      walk(passage, { content: to, moves, v3: { slot, from: content, to } }),
    );
  }
  const way = { moves, ...(v3 && { v3 }) };
  const call = calls[number];
  if (call === undefined) return content === column.goal ? way : undefined;
  return firstWay(nextContents(passage, call, content), (next) =>
    isAllowed(passage, number, next)
      ? walk(passage, { ...way, content: next, moves: [...moves, { from: content, to: next }] })
      : undefined,
  );
}

/** A column with a v3 call is best left to it. Any other gets its URLs as early, and loses them as late, as can be. */
function nextContents(passage: Passage, { kind, rows }: RowCallSteps, content: number): readonly number[] {
  const { column, rule, slot } = passage;
  let contents: ContentSet = only(content);
  for (const index of rows) {
    const row = passage.rows[index];
    const cell = column.cells.indexOf(index);
    if (row === undefined || cell < 0) continue;
    contents = cross(contents, { step: { kind, row: index }, row, column, cell, allowed: column[rule] });
  }
  const urls = (next: number) => bitCount(cellsWithUrl(next, column));
  return sortedBy(contentsIn(contents), (next) =>
    slot === undefined ? -urls(next) : Number(next !== content),
  );
}

function isAllowed({ column, stay }: Passage, number: number, content: number): boolean {
  if (stay === undefined || !stay.numbers.includes(number)) return true;
  const cell = column.cells.indexOf(stay.row);
  return cell >= 0 && hasBit(cellsWithUrl(content, column), cell);
}

function sortedBy(contents: readonly number[], rank: (content: number) => number): readonly number[] {
  return [...contents].sort((a, b) => rank(a) - rank(b));
}

function firstWay(contents: readonly number[], wayFrom: (content: number) => ColumnWay | undefined) {
  for (const content of contents) {
    const way = wayFrom(content);
    if (way !== undefined) return way;
  }
  return undefined;
}
