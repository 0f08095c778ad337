import { bitCount } from './bit-mask.ts';
import { endInReach } from './bound.ts';
import {
  callsOfStep,
  callsToCome,
  type Frame,
  firstState,
  hasToBeRemoved,
  isRight,
  needsStep,
  type RowState,
  stateAfter,
  stateKey,
} from './row-state.ts';
import type { RowStep } from './row-step.ts';
import type { Stage } from './stage.ts';
import type { Row } from './table.ts';

/** What is asked: v4 steps that, with one v3 call for each column of the cover, make the table right. */
export interface Question<Answer> extends Frame {
  /** v4 calls there may be. */
  readonly rowCalls: number;
  /** Writes the calls out; `undefined` if this order cannot be written out after all. */
  readonly accept: (order: readonly RowStep[]) => Answer | undefined;
}

/** Counts the states visited for one domain, and ends the search when there were too many. */
export interface Effort {
  states: number;
  readonly statesMax: number;
}

interface Visit {
  readonly state: RowState;
  readonly order: readonly RowStep[];
  /** v4 calls left. */
  readonly left: number;
}

/**
 * Depth first search over the orders of v4 steps. The v3 calls need no place in the order, for such a call fits in
 * anywhere: it takes its column to the end in one step, and no v4 call needs to touch that column. Only a v4-delete may,
 * and `RowState.rewritten` watches over that.
 */
export function findOrder<Answer>(question: Question<Answer>, effort: Effort): Answer | undefined {
  const steps = stepsOf(question);
  const isInReach = endInReach(question.jobs);
  /** States that lead nowhere, with the most calls that were left in them. */
  const deadEnds = new Map<string, number>();
  /** The way to a state matters once an order was refused, and dead ends are no longer remembered. */
  let wasRefused = false;

  function visit({ state, order, left }: Visit): Answer | undefined {
    effort.states += 1;
    if (isRight(question, state)) {
      const answer = question.accept(order);
      if (answer !== undefined) return answer;
      wasRefused = true;
    }
    if (deadEnds.size > 0 && (deadEnds.get(stateKey(state)) ?? -1) >= left) return undefined;
    const found = visitAfter({ state, order, left });
    if (found === undefined && !wasRefused) deadEnds.set(stateKey(state), left);
    return found;
  }

  function visitAfter(here: Visit): Answer | undefined {
    const isTight = callsToCome(question, here.state) === here.left;
    for (const step of steps) {
      if (effort.states >= effort.statesMax) return undefined;
      const next = isTight && !isNeeded(here.state, step) ? undefined : follow(here, step);
      const answer = next && visit(next);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  /** With no call to spare, to set a row that needs nothing leads nowhere. A removal may join others, so it may help. */
  function isNeeded(state: RowState, step: RowStep): boolean {
    const row = question.table.rows[step.row];
    return row !== undefined && (step.kind === 'remove' || needsStep(question, state, row));
  }

  function follow({ state, order, left }: Visit, step: RowStep): Visit | undefined {
    const leftThen = left - callsOfStep(state, step);
    const next = leftThen < 0 ? undefined : stateAfter(question, state, step);
    if (next === undefined || callsToCome(question, next) > leftThen) return undefined;
    const then = { state: next, order: [...order, step], left: leftThen };
    return step.kind === 'remove' || mayEnd(then) ? then : undefined;
  }

  /** While a v4-delete is still open to more rows, its job is neither open nor done, so it is not asked then. */
  function mayEnd(here: Visit): boolean {
    const stage = stageOf(question, here);
    return stage.spare >= 0 && isInReach(stage);
  }

  const first: Visit = { state: firstState(question.table), order: [], left: question.rowCalls };
  return mayEnd(first) ? visit(first) : undefined;
}

/** How far the jobs are. A job that had a call is taken for done, but if some row of it still needs one. */
function stageOf(frame: Frame, { state, order, left }: Visit): Stage {
  const { jobs, table } = frame;
  let [called, needy] = [0, 0];
  for (const { kind, row } of order) called |= kind === 'remove' ? jobs.removal : (jobs.byRow[row] ?? 0);
  for (const [index, row] of table.rows.entries()) {
    if (needsStep(frame, state, row)) needy |= jobs.byRow[index] ?? 0;
  }
  const done = called & ~needy;
  return { open: called & needy, done, spare: left - bitCount(jobs.needed & ~done) };
}

/**
 * Steps in the order in which they are tried: what only adds comes first, and what only removes last. A removal that the
 * row does not have to have is the last resort: it frees a place early, and the row is set again later.
 *
 * | rank | step                                  |
 * |------|---------------------------------------|
 * | 0    | set a row that only gains             |
 * | 1    | set a row that gains and loses        |
 * | 2    | remove a row that has to be removed   |
 * | 3    | set a row that only loses             |
 * | 4    | remove another row                    |
 */
function stepsOf({ table, cover }: Frame): readonly RowStep[] {
  const ranked = table.rows.flatMap((row, index) => {
    const set = { rank: setRank(row), step: { kind: 'set', row: index } } as const;
    const remove = {
      rank: hasToBeRemoved(row, cover) ? 2 : 4,
      step: { kind: 'remove', row: index },
    } as const;
    return row.removable ? [set, remove] : [set];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ step }) => step);
}

function setRank({ before, after }: Row): number {
  if ((after & ~before) === 0) return 3;
  return (before & ~after) === 0 ? 0 : 1;
}
