import { EVENT_TYPES } from '../../../src/model/event-type.ts';
import type { Webhooks } from '../../../src/model/webhooks.ts';

/**
 * A second opinion for whole tables of 8 event types, where there are too many states to try all: it looks for a
 * sequence of at most so many calls, depth first, over every call of the API, and turns back where even the fewest calls
 * still to come would be too many. Nothing of the compiler is used. A state is, for each event type, a set of URLs as
 * bits. URLs with commas and pinned ones are not asked about here.
 */
export function isPossibleWithin(callsMax: number, from: Webhooks, to: Webhooks): boolean {
  const world = worldOf(from, to);
  /** States that lead nowhere, with the most calls that were left in them. */
  const hopeless = new Map<string, number>();
  const isHopeful = (state: State, left: number) =>
    (hopeless.get(state.join()) ?? -1) < left && mayDoWithin(world, state, left);
  const visit = (state: State, left: number): boolean => {
    if (state.join() === world.end.join()) return true;
    for (const next of left === 0 ? [] : successors(world, state)) {
      if (isLegal(world, next) && isHopeful(next, left - 1) && visit(next, left - 1)) return true;
    }
    hopeless.set(state.join(), left);
    return false;
  };
  return isHopeful(world.start, callsMax) && visit(world.start, callsMax);
}

type State = readonly number[];

interface World {
  readonly start: State;
  readonly end: State;
  readonly urls: readonly number[];
  /** By URL: event types that have it all the time, and at the end. */
  readonly keptOn: readonly number[];
  readonly endsOn: readonly number[];
}

function worldOf(from: Webhooks, to: Webhooks): World {
  const names = [...new Set(EVENT_TYPES.flatMap((name) => [...(from[name] ?? []), ...(to[name] ?? [])]))];
  const bits = (webhooks: Webhooks) =>
    EVENT_TYPES.map((name) =>
      (webhooks[name] ?? []).reduce((set, url) => set | (1 << names.indexOf(url)), 0),
    );
  const [start, end] = [bits(from), bits(to)];
  const urls = names.map((_, index) => index);
  const kept = start.map((column, index) => column & (end[index] ?? 0));
  return {
    start,
    end,
    urls,
    keptOn: urls.map((url) => rowOf(kept, url)),
    endsOn: urls.map((url) => rowOf(end, url)),
  };
}

/** The event types that have a URL, as bits. */
function rowOf(state: State, url: number): number {
  return state.reduce((row, column, index) => row | (((column >> url) & 1) << index), 0);
}

function withRow(state: State, url: number, row: number): State {
  return state.map((column, index) => (column & ~(1 << url)) | (((row >> index) & 1) << url));
}

function isLegal({ start, end }: World, state: State): boolean {
  return state.every((column, index) => {
    const before = start[index] ?? 0;
    const after = end[index] ?? 0;
    const isKept = (before & after & ~column) === 0;
    const isAskedFor = (column & ~(before | after)) === 0;
    const isFilled = column !== 0 || before === 0 || after === 0;
    return isKept && isAskedFor && isFilled && bitCount(column) <= 3;
  });
}

/** Every state one call away, legal or not; nothing is moved that has to stay. */
function* successors({ start, end, urls, keptOn }: World, state: State): Generator<State> {
  const everOn = start.map((column, index) => column | (end[index] ?? 0));
  for (const url of urls) {
    const has = rowOf(state, url);
    for (const row of partsOf(rowOf(everOn, url))) {
      const isCreate = (row & has) === has;
      const isUpdate = has !== 0 && row !== 0;
      if (row !== has && (isCreate || isUpdate)) yield withRow(state, url, row);
    }
  }
  const movable = urls.reduce((set, url) => (keptOn[url] === 0 ? set | (1 << url) : set), 0);
  for (const removed of partsOf(movable)) yield state.map((column) => column & ~removed);
  for (const [index, column] of everOn.entries()) {
    for (const part of partsOf(column)) yield state.map((other, at) => (at === index ? part : other));
  }
}

/** Whether some choice of event types for v3 calls would need no more calls than are left, if any order were good. */
function mayDoWithin({ end, urls, keptOn, endsOn }: World, state: State, left: number): boolean {
  const differsOn = urls.map((url) => rowOf(state, url) ^ (endsOn[url] ?? 0));
  const changed = state.reduce((set, column, index) => (column === end[index] ? set : set | (1 << index)), 0);
  for (const byV3 of partsOf(changed)) {
    let calls = bitCount(byV3);
    let isDeleteNeeded = false;
    for (const url of urls) {
      if (((differsOn[url] ?? 0) & ~byV3) === 0) continue;
      if (keptOn[url] === 0 && ((endsOn[url] ?? 0) & ~byV3) === 0) isDeleteNeeded = true;
      else calls += 1;
    }
    if (calls + Number(isDeleteNeeded) <= left) return true;
  }
  return false;
}

/** All subsets of a set of bits. */
function* partsOf(set: number): Generator<number> {
  for (let part = set; ; part = (part - 1) & set) {
    yield part;
    if (part === 0) return;
  }
}

function bitCount(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
