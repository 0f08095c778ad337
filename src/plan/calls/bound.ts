import { type Cover, leastCalls } from './cover.ts';
import { type Jobs, jobsOf } from './job.ts';
import { isEnd, type Stage, stagesAfter } from './stage.ts';
import type { Table } from './table.ts';

/**
 * No sequence of calls is shorter than this, whatever its order. No order is searched: it is the least number of calls
 * with which, for some cover, a path of stages leads from no job done to all jobs done.
 *
 * Why no sequence is shorter. Take any that keeps the promises. The columns that its v3 calls set are a cover. A v4-create or
 * v4-update is a call of the job of its row; a v4-delete is a call of the removal. Note after each call which jobs have
 * had a call and will have another (open), and which have had their last (done). From one note to the next at most one job
 * moves, and in the end all are done. The sequence has a v3 call or more for each column of the cover and a v4 call or more
 * for each job, and so, for each job that was ever open, one call more than the cover counts. Such is a path. It remains
 * to show that no step of it is left out.
 *
 * - A column outside the cover. No call changes a cell of it but those of its job, and a v4-delete that takes along the row.
 *   Before the first of them the cell is wrong as in the beginning, after the last it is right for good, and in between
 *   it may be either. A v4-delete may take along a row that has had no call, so that only what goes goes early; or one that
 *   is open; but none that is done, for something comes in it that nobody would bring again. So what the column contains is
 *   one choice of all these, and a call leads from one such choice that is allowed to another. If none can, no sequence does.
 * - A late column, which is in the cover. If the removal is one call, it is a v4-delete of all its rows, and one of them
 *   has to come into the column. Only a v3 call of the column can bring it afterwards. If there is only one, it has not been
 *   sent by then, and the column contains what the v4 calls left in it. Where that is not allowed, the sequence sets the
 *   column twice, or it calls a row that has no job. Either is a call that is not counted yet, and pays for taking the
 *   removal for open. (A removal of a single row may be a v4-update. But nothing is taken from the column then.)
 *
 * Why a sequence may be longer all the same. A stage has no memory: what a column chose for an open cell is forgotten two
 * steps later, and two columns need not agree on which rows a v4-delete took along.
 */
export function lowerBound(table: Table, covers: readonly Cover[]): number {
  let length = leastCalls(covers);
  while (!covers.some((cover) => mayDoWithin(length, table, cover))) length += 1;
  return length;
}

function mayDoWithin(length: number, table: Table, cover: Cover): boolean {
  const spare = length - cover.calls;
  return spare >= 0 && endInReach(jobsOf(table, cover, 'legal'))({ open: 0, done: 0, spare });
}

/** Tells of a stage whether a path leads from there to the end. What it learned of one stage it knows for the next. */
export function endInReach(jobs: Jobs): (stage: Stage) => boolean {
  const known = new Map<number, boolean>();
  function isInReach(stage: Stage): boolean {
    if (isEnd(jobs, stage)) return true;
    const key = keyOf(stage);
    const answer = known.get(key) ?? stagesAfter(jobs, stage).some(isInReach);
    known.set(key, answer);
    return answer;
  }
  return isInReach;
}

/** Where it is asked, there are nine jobs at most, and eight spare calls. */
function keyOf({ open, done, spare }: Stage): number {
  return (spare << 20) | (open << 10) | done;
}
