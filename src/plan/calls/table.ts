import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import { URLS_PER_EVENT_TYPE_MAX, urlSet, type Webhooks } from '../../model/webhooks.ts';
import { type BitMask, bitCount, maskOf } from './bit-mask.ts';
import { type ContentSet, NO_CONTENT, only, union } from './content-set.ts';

/** Servers commonly take a request line of 8 KiB; a domain has 24 URLs at most that can go in one call. */
const DELETED_URL_LENGTH_MAX = 250;

/**
 * One domain as a table: a column for each event type, a row for each URL that has to come or to go somewhere.
 * A cell is kept (before and after), goes (before only), comes (after only), or is none of ours (neither).
 */
export interface Table {
  /** All eight, in Mailgun's order; its index is the bit of a column in a mask of columns. */
  readonly columns: readonly Column[];
  /** By URL. */
  readonly rows: readonly Row[];
}

export interface Column {
  readonly eventType: EventType;
  /** URLs it has before and after. */
  readonly kept: readonly string[];
  /** The cells that differ: of each the index of its row, in order. */
  readonly cells: readonly number[];
  /** Which of the cells come; the others go. */
  readonly comes: BitMask;
  /** The content in which every cell is right: all its bits are 1. */
  readonly goal: number;
  /** Contents it may have at any moment. */
  readonly legal: ContentSet;
  /** Of these, the ones in which nothing is gone while something has still to come. */
  readonly gapless: ContentSet;
}

export interface Row {
  readonly url: string;
  /** Columns that have the URL. */
  readonly before: BitMask;
  readonly after: BitMask;
  /** Where its cells that differ are. */
  readonly places: readonly Place[];
  /** Whether v4-update may name it. */
  readonly settable: boolean;
  /** Whether v4-delete may name it. */
  readonly removable: boolean;
}

export interface Place {
  readonly column: number;
  /** Index among the cells of the column. */
  readonly cell: number;
}

export interface Difference {
  readonly from: Webhooks;
  readonly to: Webhooks;
  /** URLs that stand under hooks outside the table too. */
  readonly pinned: readonly string[];
}

export function tableOf(difference: Difference): Table {
  const { from, to } = difference;
  const urls = urlSet(
    EVENT_TYPES.flatMap((eventType) => [...(from[eventType] ?? []), ...(to[eventType] ?? [])]),
  );
  const differing = urls.filter((url) => columnsWith(from, url) !== columnsWith(to, url));
  const columns = EVENT_TYPES.map((eventType) => columnOf(difference, eventType, differing));
  return { columns, rows: differing.map((url, index) => rowOf(difference, url, placesOf(columns, index))) };
}

function columnsWith(webhooks: Webhooks, url: string): BitMask {
  return maskOf(EVENT_TYPES, (eventType) => webhooks[eventType]?.includes(url) === true);
}

function columnOf({ from, to }: Difference, eventType: EventType, rows: readonly string[]): Column {
  const before = urlSet(from[eventType] ?? []);
  const after = urlSet(to[eventType] ?? []);
  const cells = rows.flatMap((url, row) => (before.includes(url) === after.includes(url) ? [] : [row]));
  const kept = before.filter((url) => after.includes(url));
  const goal = (1 << cells.length) - 1;
  const comes = maskOf(cells, (row) => after.includes(rows[row] ?? ''));
  const everFilled = before.length > 0 && after.length > 0;
  let [legal, gapless] = [NO_CONTENT, NO_CONTENT];
  for (let content = 0; content <= goal; content += 1) {
    const urls = kept.length + bitCount(cellsWithUrl(content, { comes, goal }));
    if (urls > URLS_PER_EVENT_TYPE_MAX || (urls === 0 && everFilled)) continue;
    legal = union(legal, only(content));
    const [isGone, isToCome] = [content & ~comes, ~content & comes];
    if (isGone === 0 || isToCome === 0) gapless = union(gapless, only(content));
  }
  return { eventType, kept, cells, comes, goal, legal, gapless };
}

/** The cells that have their URL in a content: those that come and are right, and those that go and are not. */
export function cellsWithUrl(content: number, { comes, goal }: Pick<Column, 'comes' | 'goal'>): BitMask {
  return ~(content ^ comes) & goal;
}

function placesOf(columns: readonly Column[], row: number): readonly Place[] {
  return columns.flatMap(({ cells }, column) => {
    const cell = cells.indexOf(row);
    return cell < 0 ? [] : [{ column, cell }];
  });
}

/**
 * A v4-update or v4-delete changes a URL on the whole domain, hooks under unknown names included, so it must not name
 * a pinned URL. A comma would end the URL in the query of a v4-delete, and
 * long ones together would not fit into the line of a request.
 */
function rowOf({ from, to, pinned }: Difference, url: string, places: readonly Place[]): Row {
  const before = columnsWith(from, url);
  const after = columnsWith(to, url);
  const settable = !pinned.includes(url);
  const removable =
    settable &&
    before !== 0 &&
    (before & after) === 0 &&
    !url.includes(',') &&
    url.length <= DELETED_URL_LENGTH_MAX;
  return { url, before, after, places, settable, removable };
}
