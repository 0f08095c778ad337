import type { Call } from '../../model/call.ts';
import type { DomainKey } from '../../model/domain-state.ts';
import { lowerBound } from './bound.ts';
import { type Cover, coversOf } from './cover.ts';
import { type Effort, findOrder } from './row-order.ts';
import { frameOf } from './row-state.ts';
import type { RowStep, Rule } from './row-step.ts';
import type { Table } from './table.ts';
import { writeOut } from './write-out.ts';

/** States visited before the search for a sequence of one length gives up; some hundreds are usual where it is hard. */
const STATES_MAX = 5000;

/** What a search found, and what it took. */
export interface Found {
  /** A shortest sequence; `undefined` if none is as short as asked for, or the search gave up. */
  readonly calls?: readonly Call[];
  /** No sequence is shorter than this, in whatever order. */
  readonly bound: number;
  readonly states: number;
  /** Whether the search for a shorter one gave up. */
  readonly gaveUp: boolean;
}

export interface Search {
  readonly table: Table;
  readonly key: DomainKey;
  /** Longest sequence worth finding: one v3 call for each column that differs does it in any case. */
  readonly callsMax: number;
  /** States to visit at most for each length. */
  readonly statesMax?: number;
}

/** Gapless ways come before others, however many calls that only add the others may have. */
const RULES: readonly Rule[] = ['gapless', 'legal'];

/**
 * Asks for a sequence of as many calls as the lower bound says, then for one more, and so on. So the first found is a
 * shortest one. Among these, one in which no event type loses a URL before all that come have come is preferred, then
 * more calls that only add, then more v3 calls.
 */
export function shortestCalls({ table, key, callsMax, statesMax = STATES_MAX }: Search): Found {
  const covers = coversOf(table);
  const bound = lowerBound(table, covers);
  let states = 0;
  let gaveUp = false;
  for (let length = bound; length <= callsMax; length += 1) {
    const effort: Effort = { states: 0, statesMax };
    const calls = callsOfLength({ table, key, covers: withinReach(covers, length), length }, effort);
    states += effort.states;
    if (calls !== undefined) return { calls, bound, states, gaveUp };
    gaveUp ||= effort.states >= effort.statesMax;
  }
  return { bound, states, gaveUp };
}

interface Attempt {
  readonly table: Table;
  readonly key: DomainKey;
  readonly covers: readonly Cover[];
  readonly length: number;
}

function callsOfLength({ table, key, covers, length }: Attempt, effort: Effort): readonly Call[] | undefined {
  for (const rule of RULES) {
    for (const cover of covers) {
      const frame = frameOf(table, cover, rule);
      const accept = (order: readonly RowStep[]) => writeOut(frame, key, order);
      const calls = findOrder({ ...frame, rowCalls: length - cover.columnCalls, accept }, effort);
      if (calls !== undefined) return calls;
    }
  }
  return undefined;
}

/**
 * The covers that need no more calls than this, in the order in which they are tried: those that need all of them first,
 * for there is least to search in them; then most additive calls; then most v3 calls, of which most is known.
 */
function withinReach(covers: readonly Cover[], length: number): readonly Cover[] {
  return covers
    .filter(({ calls }) => calls <= length)
    .sort(
      (a, b) =>
        b.calls - a.calls ||
        b.additive - a.additive ||
        b.columnCalls - a.columnCalls ||
        a.columns - b.columns,
    );
}
