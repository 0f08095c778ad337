import type { Call } from '../../model/call.ts';
import type { DomainKey } from '../../model/domain-state.ts';
import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import { urlSet } from '../../model/webhooks.ts';
import { type BitMask, hasBit } from './bit-mask.ts';
import type { ColumnWay, Move } from './column-way.ts';
import { columnsWith, waysOf } from './column-ways.ts';
import { type RowCallSteps, rowCallsOf } from './row-call.ts';
import type { Frame } from './row-state.ts';
import type { RowStep } from './row-step.ts';
import { type Column, cellsWithUrl } from './table.ts';

/** The calls of an order of v4 steps, and the v3 calls of the covered columns among them. */
export function writeOut(
  frame: Frame,
  key: DomainKey,
  order: readonly RowStep[],
): readonly Call[] | undefined {
  const calls = rowCallsOf(order);
  const ways = waysOf(frame, calls);
  if (ways === undefined) return undefined;
  const out: Call[] = [];
  for (let number = 0; number <= calls.length; number += 1) {
    out.push(...columnCalls({ frame, key, ways }, number));
    const call = calls[number];
    if (call !== undefined) out.push(...rowCall({ frame, key, ways }, call, number));
  }
  return out;
}

interface Solution {
  readonly frame: Frame;
  readonly key: DomainKey;
  readonly ways: readonly ColumnWay[];
}

const ORDER = ['v3-create', 'v3-update', 'v3-delete'];

/** The v3 calls that go before the v4 call of this number. */
function columnCalls({ frame, key, ways }: Solution, slot: number): readonly Call[] {
  const calls = frame.table.columns.flatMap((column, index) => {
    const v3 = ways[index]?.v3;
    return v3?.slot === slot ? columnCall({ frame, key, ways }, column, v3) : [];
  });
  return calls.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

function columnCall({ frame, key }: Solution, column: Column, { from, to }: Move): readonly Call[] {
  const { eventType } = column;
  const had = urlsIn(frame, column, from);
  const urls = urlsIn(frame, column, to);
  if (urls.length === 0) return [{ kind: 'v3-delete', ...key, eventType }];
  return [{ kind: had.length === 0 ? 'v3-create' : 'v3-update', ...key, eventType, urls }];
}

function urlsIn({ table }: Frame, column: Column, content: number): readonly string[] {
  const there = cellsWithUrl(content, column);
  const rows = column.cells.filter((_, cell) => hasBit(there, cell));
  return urlSet([...column.kept, ...rows.flatMap((row) => table.rows[row]?.url ?? [])]);
}

function rowCall(solution: Solution, { kind, rows }: RowCallSteps, number: number): readonly Call[] {
  return kind === 'remove' ? removeCall(solution, rows, number) : setCall(solution, rows[0] ?? -1, number);
}

/** A row that is empty by then is left out. */
function removeCall(
  { frame, key, ways }: Solution,
  rows: readonly number[],
  number: number,
): readonly Call[] {
  const there = rows.filter((row) => columnsWith(frame, ways, { row, number, side: 'from' }) !== 0);
  const urls = urlSet(there.flatMap((row) => frame.table.rows[row]?.url ?? []));
  return urls.length === 0 ? [] : [{ kind: 'v4-delete', ...key, urls }];
}

function setCall({ frame, key, ways }: Solution, row: number, number: number): readonly Call[] {
  const url = frame.table.rows[row]?.url ?? '';
  const had = columnsWith(frame, ways, { row, number, side: 'from' });
  const has = columnsWith(frame, ways, { row, number, side: 'to' });
  if (had === has) return [];
  if (has === 0) return [{ kind: 'v4-delete', ...key, urls: [url] }];
  if ((had & ~has) !== 0) return [{ kind: 'v4-update', ...key, url, eventTypes: eventTypesIn(has) }];
  return [{ kind: 'v4-create', ...key, url, eventTypes: eventTypesIn(has & ~had) }];
}

function eventTypesIn(mask: BitMask): readonly EventType[] {
  return EVENT_TYPES.filter((_, index) => hasBit(mask, index));
}
