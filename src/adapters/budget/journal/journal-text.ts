import type { SlotEnd } from '../slot-window.ts';

/**
 * What the file of a slot journal says. One line an entry, times in milliseconds since the machine started:
 *
 *     mghooks-slots 1 <boot id>
 *     s 17 123456          slot 17 was taken; its request left right after
 *     a 17 123640          its answer arrived
 *     l 18 131456          its attempt ended without an answer
 *     u 19 131460          it was given back unused
 *     p 0 191460           Mailgun asked for a pause until then
 */
const HEADER = 'mghooks-slots 1';

const LETTERS: Readonly<Record<SlotEnd, string>> = { answered: 'a', lost: 'l', unused: 'u' };
const ENDS: ReadonlyMap<string, SlotEnd> = new Map([
  ['a', 'answered'],
  ['l', 'lost'],
  ['u', 'unused'],
]);

/** A slot that was taken and, as far as the journal knows, not given back unused. */
export interface SlotRecord {
  readonly id: number;
  readonly takenAtMs: number;
  /** Absent if the process ended before the request did. */
  readonly end?: { readonly how: Exclude<SlotEnd, 'unused'>; readonly atMs: number };
}

export interface JournalText {
  readonly bootId: string;
  readonly slots: readonly SlotRecord[];
  /** `-Infinity` if there was no pause. */
  readonly pausedUntilMs: number;
}

export function headerLine(bootId: string): string {
  return `${HEADER} ${bootId}\n`;
}

export function takenLine(id: number, atMs: number): string {
  return `s ${id} ${Math.round(atMs)}\n`;
}

export function endLine(id: number, how: SlotEnd, atMs: number): string {
  return `${LETTERS[how]} ${id} ${Math.round(atMs)}\n`;
}

export function pauseLine(untilMs: number): string {
  return `p 0 ${Math.round(untilMs)}\n`;
}

export function recordLines(slot: SlotRecord): string {
  const end = slot.end === undefined ? '' : endLine(slot.id, slot.end.how, slot.end.atMs);
  return `${takenLine(slot.id, slot.takenAtMs)}${end}`;
}

/**
 * Reads a journal; `undefined` if it is damaged. A last line without its end is no damage: the process was killed
 * while it wrote, and a request leaves only after its line is written.
 */
export function parseJournal(text: string): JournalText | undefined {
  const [header = '', ...lines] = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  if (!header.startsWith(`${HEADER} `)) return undefined;
  const slots = new Map<number, SlotRecord>();
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  for (const line of lines.slice(0, -1)) {
    const pause = /^p 0 (\d{1,15})$/.exec(line);
    if (pause !== null) pausedUntilMs = Math.max(pausedUntilMs, Number(pause[1]));
    else if (!readLine(line, slots)) return undefined;
  }
  return { bootId: header.slice(HEADER.length + 1), slots: [...slots.values()], pausedUntilMs };
}

function readLine(line: string, slots: Map<number, SlotRecord>): boolean {
  const [, letter = '', idText, atText] = /^([salu]) (\d{1,15}) (\d{1,15})$/.exec(line) ?? [];
  const id = Number(idText);
  const atMs = Number(atText);
  if (letter === 's') {
    slots.set(id, { id, takenAtMs: atMs });
    return true;
  }
  const slot = slots.get(id);
  const how = ENDS.get(letter);
  if (slot === undefined || how === undefined) return false;
  if (how === 'unused') slots.delete(id);
  else slots.set(id, { ...slot, end: { how, atMs } });
  return true;
}
