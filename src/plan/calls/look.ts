import { type ContentSet, intersection, madeRight, madeWrong, union } from './content-set.ts';
import type { JobCell, JobColumn } from './job.ts';

/** What is known of a cell. `either` is for its column to choose. */
export type Look = 'right' | 'wrong' | 'either';

const MADE: Readonly<Record<Look, (contents: ContentSet, cell: number) => ContentSet>> = {
  right: madeRight,
  wrong: madeWrong,
  either: (contents, cell) => union(madeRight(contents, cell), madeWrong(contents, cell)),
};

/** The contents that cells can be made to look like, as far as they are allowed; `undefined` leaves a cell alone. */
export function contentsWith(
  { cells, allowed }: JobColumn,
  before: ContentSet,
  lookOf: (cell: JobCell) => Look | undefined,
): ContentSet {
  let contents = before;
  for (const [index, cell] of cells.entries()) {
    const look = lookOf(cell);
    if (look !== undefined) contents = MADE[look](contents, index);
  }
  return intersection(contents, allowed);
}
