import type { BitMask } from './bit-mask.ts';
import { type ContentSet, isNone, NO_CONTENT, only } from './content-set.ts';
import type { JobCell, Jobs } from './job.ts';
import { contentsWith, type Look } from './look.ts';

/** How far the jobs are, in whatever order their calls were sent. Neither open nor done are those without a call yet. */
export interface Stage extends Progress {
  /** Calls left beyond one for each job to be done. */
  readonly spare: number;
}

interface Progress {
  /** Jobs that had a call and will have another. */
  readonly open: BitMask;
  /** Jobs that had their last call. */
  readonly done: BitMask;
}

export function isEnd({ needed }: Jobs, { done }: Stage): boolean {
  return (needed & ~done) === 0;
}

/**
 * The stages that can be next, as far as each column by itself can tell, and the spare calls they take:
 *
 * | a job                                                                       | takes |
 * |-----------------------------------------------------------------------------|-------|
 * | has its last call (the removal its only one, if every late column can wait) | 0     |
 * | has its first call, and will have another                                   | 1     |
 * | was taken for done, but will have another call                              | 1     |
 *
 * The last line is for a search that begins at a stage and cannot know which calls are the last. From the first stage on
 * it leads nowhere that the line before does not.
 */
export function stagesAfter(jobs: Jobs, { open, done, spare }: Stage): readonly Stage[] {
  const canFollow = followersOf(jobs, { open, done });
  const stages: Stage[] = [];
  for (const job of bitsOf(jobs.needed & ~done)) {
    const next = { open: open & ~job, done: done | job, spare };
    const isOnlyRemoval = job === jobs.removal && (open & job) === 0;
    if (isOnlyRemoval && !canWait(jobs, next)) continue;
    if (canFollow({ job, look: 'right' })) stages.push(next);
  }
  if (spare === 0) return stages;
  for (const job of bitsOf((jobs.ofRows | jobs.removal) & ~open)) {
    const next = { open: open | job, done: done & ~job, spare: spare - 1 };
    if ((done & job) !== 0 || canFollow({ job, look: 'either' })) stages.push(next);
  }
  return stages;
}

function bitsOf(mask: BitMask): readonly BitMask[] {
  const bits: BitMask[] = [];
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits.push(rest & -rest);
  return bits;
}

/** A call of a job, and what the cells of the job look like afterwards. */
interface JobCall {
  readonly job: BitMask;
  readonly look: Look;
}

/** Tells whether every column that no v3 call sets can follow a call from here. */
function followersOf(jobs: Jobs, here: Progress): (call: JobCall) => boolean {
  const contents: readonly ContentSet[] = jobs.uncovered.map((column) =>
    contentsWith(column, only(0), (cell) => lookOf(jobs, here, cell)),
  );
  return (call) =>
    jobs.uncovered.every((column, index) => {
      const before = contents[index] ?? NO_CONTENT;
      return !isNone(contentsWith(column, before, (cell) => lookAfter({ jobs, here, call }, cell)));
    });
}

function lookOf({ removal }: Jobs, { open, done }: Progress, cell: JobCell): Look {
  if ((done & cell.job) !== 0) return 'right';
  const mayHaveGone = mayGoEarly(cell) && ((open | done) & removal) !== 0;
  return (open & cell.job) !== 0 || mayHaveGone ? 'either' : 'wrong';
}

function mayGoEarly({ removable, comes }: JobCell): boolean {
  return removable && !comes;
}

interface CallFrom {
  readonly jobs: Jobs;
  readonly here: Progress;
  readonly call: JobCall;
}

/** A v4-delete may take along a row that has had no call or that will have another: not one that is done. */
function lookAfter({ jobs: { removal }, here, call }: CallFrom, cell: JobCell): Look | undefined {
  if (cell.job === call.job) return call.look;
  if (call.job !== removal) return undefined;
  const isOpen = cell.removable && (here.open & cell.job) !== 0;
  return isOpen || mayGoEarly(cell) ? 'either' : undefined;
}

/** Whether every late column can bear what a single v4-delete leaves in it. */
function canWait(jobs: Jobs, here: Progress): boolean {
  return jobs.late.every(
    (column) => !isNone(contentsWith(column, only(0), (cell) => lookOfLate(jobs, here, cell))),
  );
}

function lookOfLate({ removal }: Jobs, { open, done }: Progress, cell: JobCell): Look {
  if (cell.job === removal) return cell.comes ? 'wrong' : 'right';
  return mayGoEarly(cell) || ((open | done) & cell.job) !== 0 ? 'either' : 'wrong';
}
