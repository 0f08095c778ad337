import { hasBit } from './bit-mask.ts';
import { type ContentSet, contains, isNone, isSame, NO_CONTENT, only, rightIn } from './content-set.ts';
import { type Cover, endsRemoved } from './cover.ts';
import { type Jobs, jobsOf } from './job.ts';
import { cross, type RowStep, type Rule } from './row-step.ts';
import type { Row, Table } from './table.ts';

/** What holds all through one search. */
export interface Frame {
  readonly table: Table;
  readonly cover: Cover;
  readonly rule: Rule;
  readonly jobs: Jobs;
  /** By row: its place in a v4-delete. Removals that share one are only tried in this order. */
  readonly turns: readonly number[];
}

/** The rows that have to be removed have the first turns, so that one takes no others along without need. */
export function frameOf(table: Table, cover: Cover, rule: Rule): Frame {
  const toRemove = table.rows.map((row) => hasToBeRemoved(row, cover));
  const firsts = toRemove.filter(Boolean).length;
  let first = 0;
  let other = firsts;
  const turns = toRemove.map((has) => (has ? first++ : other++));
  return { table, cover, rule, jobs: jobsOf(table, cover, rule), turns };
}

/** Whether a v4-delete is what makes the row right outside the cover. */
export function hasToBeRemoved(row: Row, { columns }: Cover): boolean {
  return endsRemoved(row, columns) && ((row.before ^ row.after) & ~columns) !== 0;
}

/**
 * What some v4 steps can have led to: not one table but, for each column on its own, every content it may have. When a
 * row is set twice, each column is free to choose at which of the two its cell moves, and no column minds what another
 * chooses. So nothing need be guessed while the order is searched.
 */
export interface RowState {
  /** By column: the contents it may have if no v3 call has set it. */
  readonly untouched: readonly ContentSet[];
  /** By column of the cover: the contents it may have if its v3 call was sent before the last v4 call. */
  readonly rewritten: readonly ContentSet[];
  /** The turn of the row removed last, if the v4-delete is still open to later turns; else -1. */
  readonly lastTurn: number;
}

export function firstState({ columns }: Table): RowState {
  return { untouched: columns.map(() => only(0)), rewritten: columns.map(() => NO_CONTENT), lastTurn: -1 };
}

/** Calls that a step adds: none, if it goes into the v4-delete that is open. */
export function callsOfStep(state: RowState, step: RowStep): 0 | 1 {
  return joinsDelete(state, step) ? 0 : 1;
}

function joinsDelete(state: RowState, step: RowStep): boolean {
  return step.kind === 'remove' && state.lastTurn >= 0;
}

/** The state after a step; `undefined` if some column cannot follow, or none has anything to do. */
export function stateAfter(frame: Frame, state: RowState, step: RowStep): RowState | undefined {
  const turn = frame.turns[step.row] ?? 0;
  const isJoining = joinsDelete(state, step);
  if (isJoining && turn <= state.lastTurn) return undefined;
  const untouched = [...state.untouched];
  const rewritten = isJoining ? [...state.rewritten] : afterColumnCalls(frame, state);
  let isIdle = true;
  for (const { column, crossing } of crossingsOf(frame, step)) {
    const before = cross(untouched[column] ?? NO_CONTENT, crossing);
    const after = cross(rewritten[column] ?? NO_CONTENT, crossing);
    if (isNone(before) && isNone(after)) return undefined;
    isIdle &&= isSame(before, untouched[column]) && isSame(after, rewritten[column]);
    untouched[column] = before;
    rewritten[column] = after;
  }
  return isIdle ? undefined : { untouched, rewritten, lastTurn: step.kind === 'remove' ? turn : -1 };
}

function crossingsOf({ table, rule }: Frame, step: RowStep) {
  const row = table.rows[step.row];
  if (row === undefined) return [];
  return row.places.flatMap(({ column: index, cell }) => {
    const column = table.columns[index];
    return column === undefined
      ? []
      : [{ column: index, crossing: { step, row, column, cell, allowed: column[rule] } }];
  });
}

/** Between two v4 calls a column of the cover may be set to anything, if it has come that far. */
function afterColumnCalls({ table, cover, rule }: Frame, { untouched, rewritten }: RowState): ContentSet[] {
  return table.columns.map((column, index) => {
    const already = rewritten[index] ?? NO_CONTENT;
    return isCovered(cover, index) && !isNone(untouched[index] ?? NO_CONTENT) ? column[rule] : already;
  });
}

/** Whether every column can be right by now, or after a v3 call that is still to come. */
export function isRight({ table, cover }: Frame, { untouched, rewritten }: RowState): boolean {
  return table.columns.every(({ goal }, index) => {
    const before = untouched[index] ?? NO_CONTENT;
    if (isCovered(cover, index) && !isNone(before)) return true;
    return contains(before, goal) || contains(rewritten[index] ?? NO_CONTENT, goal);
  });
}

/** Whether a row has a cell that no v3 call reaches and that cannot be right by now. */
export function needsStep({ cover }: Frame, { untouched }: RowState, row: Row): boolean {
  return row.places.some(
    ({ column, cell }) => !isCovered(cover, column) && isNone(rightIn(untouched[column] ?? NO_CONTENT, cell)),
  );
}

/** A lower bound of the v4 calls still to come: one for each such row, one for all that a v4-delete can take. */
export function callsToCome(frame: Frame, state: RowState): number {
  let calls = 0;
  let isDeleteNeeded = false;
  for (const [index, row] of frame.table.rows.entries()) {
    if (!needsStep(frame, state, row)) continue;
    if (!endsRemoved(row, frame.cover.columns)) calls += 1;
    else if (state.lastTurn < 0 || (frame.turns[index] ?? 0) < state.lastTurn) isDeleteNeeded = true;
  }
  return calls + (isDeleteNeeded ? 1 : 0);
}

export function isCovered({ columns }: Cover, column: number): boolean {
  return hasBit(columns, column);
}

/** Equal for states from which the same can follow. */
export function stateKey({ untouched, rewritten, lastTurn }: RowState): string {
  let key = String(lastTurn);
  for (const { low, high } of untouched) key += ` ${low} ${high}`;
  for (const { low, high } of rewritten) key += ` ${low} ${high}`;
  return key;
}
