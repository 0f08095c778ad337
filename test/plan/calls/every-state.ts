import { EVENT_TYPES } from '../../../src/model/event-type.ts';
import type { Webhooks } from '../../../src/model/webhooks.ts';

/**
 * A second opinion on the least number of calls, written without the compiler and without any of its ideas: it tries
 * every call of the API on every state that can be reached, breadth first. A state is a number; bit `column * rows + row`
 * says whether that URL is on that event type. Only for small tables.
 */
export interface SmallTable {
  readonly from: Webhooks;
  readonly to: Webhooks;
  /** Event types of the table: the first ones of Mailgun's order. */
  readonly columns: number;
  readonly urls: readonly string[];
  readonly pinned: readonly string[];
  /** Whether a URL may be on an event type meanwhile that has it neither before nor after. */
  readonly strays?: boolean;
  /** Whether an event type may lose a URL only when all that come have come. */
  readonly gapless?: boolean;
}

interface World {
  readonly start: number;
  readonly end: number;
  readonly kept: number;
  readonly allowed: number;
  readonly gapless: boolean;
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  /** Rows that a v4-update may name, and rows that a v4-delete may. */
  readonly settable: readonly number[];
  readonly removable: readonly number[];
}

/** The number of calls of a shortest sequence; infinite if there is none, which can only be with `gapless`. */
export function fewestCalls(table: SmallTable): number {
  const world = worldOf(table);
  const seen = new Set([world.start]);
  let edge = [world.start];
  for (let calls = 0; edge.length > 0; calls += 1) {
    if (seen.has(world.end)) return calls;
    const next: number[] = [];
    for (const state of edge) {
      for (const then of successors(world, state)) {
        if (seen.has(then) || !isLegal(world, then)) continue;
        seen.add(then);
        next.push(then);
      }
    }
    edge = next;
  }
  return Number.POSITIVE_INFINITY;
}

function worldOf({ from, to, columns, urls, pinned, strays = false, gapless = false }: SmallTable): World {
  const at = (column: number, row: number) => 1 << (column * urls.length + row);
  const rowNumbers = urls.map((_, row) => row);
  const columnNumbers = EVENT_TYPES.slice(0, columns).map((_, column) => column);
  const bits = (webhooks: Webhooks) =>
    sum(
      columnNumbers.flatMap((column) =>
        rowNumbers.map((row) => {
          const eventType = EVENT_TYPES[column] ?? 'accepted';
          return webhooks[eventType]?.includes(urls[row] ?? '') ? at(column, row) : 0;
        }),
      ),
    );
  const start = bits(from);
  const end = bits(to);
  const rows = rowNumbers.map((row) => sum(columnNumbers.map((column) => at(column, row))));
  const named = (allowed: (url: string) => boolean) =>
    rows.filter((_, row) => allowed(urls[row] ?? '') && !pinned.includes(urls[row] ?? ''));
  return {
    start,
    end,
    kept: start & end,
    gapless,
    allowed: strays ? sum(rows) : start | end,
    columns: columnNumbers.map((column) => sum(rowNumbers.map((row) => at(column, row)))),
    rows,
    settable: named(() => true),
    removable: named((url) => !url.includes(',')),
  };
}

function sum(bits: readonly number[]): number {
  return bits.reduce((all, bit) => all | bit, 0);
}

function isLegal({ start, end, kept, allowed, gapless, columns }: World, state: number): boolean {
  if ((state & kept) !== kept || (state & ~allowed) !== 0) return false;
  return columns.every((column) => {
    const urls = bitCount(state & column);
    const neverEmpty = (start & column) !== 0 && (end & column) !== 0;
    const hasGap = (start & ~end & ~state & column) !== 0 && (end & ~state & column) !== 0;
    return urls <= 3 && (urls > 0 || !neverEmpty) && !(gapless && hasGap);
  });
}

/** Every state one call away, legal or not. */
function* successors({ columns, rows, settable, removable, allowed }: World, state: number) {
  for (const column of columns) {
    for (const part of partsOf(column & allowed)) yield (state & ~column) | part;
  }
  for (const row of rows) {
    for (const part of partsOf(row & allowed & ~state)) yield state | part;
  }
  for (const row of settable) {
    if ((state & row) === 0) continue;
    for (const part of partsOf(row & allowed)) if (part !== 0) yield (state & ~row) | part;
  }
  for (let chosen = 1; chosen < 1 << removable.length; chosen += 1) {
    yield state & ~sum(removable.filter((_, index) => ((chosen >>> index) & 1) === 1));
  }
}

/** All subsets of a set of bits, the empty one last. */
function* partsOf(set: number) {
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
