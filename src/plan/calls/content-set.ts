/**
 * A set of contents of one column, as 64 bits. A content says which of the cells of the column that differ, at most six,
 * are as they shall be: bit 0 for the first of them, and so on. So a content is a number from 0 to 63, and it stands in
 * the set if that bit is 1: contents 0 to 31 in `low`, 32 to 63 in `high`.
 *
 * To do something to all contents of a set at once takes a mask and a shift: making a cell right adds 2^cell to the
 * number of a content.
 */
export interface ContentSet {
  readonly low: number;
  readonly high: number;
}

/** Cells of one column that may differ: three that go and three that come. */
export const CELLS_MAX = 6;

export const NO_CONTENT: ContentSet = { low: 0, high: 0 };

/** By cell 0 to 4: the contents 0 to 31 in which that cell is still wrong. */
const WRONG = [0x55555555, 0x33333333, 0x0f0f0f0f, 0x00ff00ff, 0x0000ffff] as const;

/** The cell that decides between `low` and `high`. */
const HIGH_CELL = 5;

export function only(content: number): ContentSet {
  return content < 32 ? { low: 1 << content, high: 0 } : { low: 0, high: 1 << (content - 32) };
}

export function contains({ low, high }: ContentSet, content: number): boolean {
  return (((content < 32 ? low : high) >>> (content & 31)) & 1) === 1;
}

export function isNone({ low, high }: ContentSet): boolean {
  return (low | high) === 0;
}

export function isSame(a: ContentSet, b: ContentSet | undefined): boolean {
  return a.low === b?.low && a.high === b.high;
}

export function union(a: ContentSet, b: ContentSet): ContentSet {
  return { low: a.low | b.low, high: a.high | b.high };
}

export function intersection(a: ContentSet, b: ContentSet): ContentSet {
  return { low: a.low & b.low, high: a.high & b.high };
}

/** The contents in which the cell is wrong. */
export function wrongIn({ low, high }: ContentSet, cell: number): ContentSet {
  if (cell === HIGH_CELL) return { low, high: 0 };
  const mask = WRONG[cell] ?? 0;
  return { low: low & mask, high: high & mask };
}

/** The contents in which the cell is right. */
export function rightIn({ low, high }: ContentSet, cell: number): ContentSet {
  if (cell === HIGH_CELL) return { low: 0, high };
  const mask = ~(WRONG[cell] ?? 0);
  return { low: low & mask, high: high & mask };
}

/** All contents, with the cell made right. */
export function madeRight(set: ContentSet, cell: number): ContentSet {
  const { low, high } = wrongIn(set, cell);
  const moved = cell === HIGH_CELL ? { low: 0, high: low } : shiftedUp({ low, high }, cell);
  return union(moved, rightIn(set, cell));
}

/** All contents, with the cell made wrong. */
export function madeWrong(set: ContentSet, cell: number): ContentSet {
  const { low, high } = rightIn(set, cell);
  const moved = cell === HIGH_CELL ? { low: high, high: 0 } : shiftedDown({ low, high }, cell);
  return union(moved, wrongIn(set, cell));
}

function shiftedUp({ low, high }: ContentSet, cell: number): ContentSet {
  return { low: low << (1 << cell), high: high << (1 << cell) };
}

function shiftedDown({ low, high }: ContentSet, cell: number): ContentSet {
  return { low: low >>> (1 << cell), high: high >>> (1 << cell) };
}

/** The contents in the set, the smallest first. */
export function contentsIn(set: ContentSet): readonly number[] {
  return ALL_CONTENTS.filter((content) => contains(set, content));
}

const ALL_CONTENTS: readonly number[] = Array.from({ length: 1 << CELLS_MAX }, (_, content) => content);
