import type { BootClock } from '../../../ports/boot-clock.ts';
import type { Clock } from '../../../ports/clock.ts';
import { countedForMs, type SlotEnd, type SlotMemory } from '../slot-window.ts';
import {
  endLine,
  headerLine,
  type JournalText,
  parseJournal,
  pauseLine,
  recordLines,
  type SlotRecord,
  takenLine,
} from './journal-text.ts';
import { type Found, openSlotFile, readSlotFile, type SlotFile } from './slot-file.ts';

/**
 * What a restart knows about the window.
 *
 * | kind      | what was found                                   | so the account counts as                         |
 * |-----------|--------------------------------------------------|--------------------------------------------------|
 * | `rested`  | no journal (but see `firstStart`), or an old one | rested: the whole budget is free                 |
 * | `known`   | a journal                                        | what it says: each slot is free again in its time |
 * | `unknown` | a damaged journal, or one of another boot        | full: nothing is free for one window             |
 */
export type Memory =
  | { readonly kind: 'rested' }
  | { readonly kind: 'known'; readonly freeInMs: readonly number[] }
  | { readonly kind: 'unknown'; readonly why: string; readonly freeInMs: readonly number[] };

/** Remembers sends and answers, so that a process that is started again knows what the server may still count. */
export interface SlotJournal extends SlotMemory {
  readonly memory: Memory;
  pausedForMs(): number;
}

export interface SlotJournalOptions {
  readonly path: string;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly bootClock: BootClock;
  readonly windowMs: number;
  /** Requests the account may send in a window: what an unknown memory counts as sent. */
  readonly limit: number;
  /** What it means that there is no journal: a rested account, or one of which nothing is known. `rested` unless said. */
  readonly firstStart?: FirstStart | undefined;
}

export type FirstStart = 'rested' | 'spent';

/** The file is written anew, without what no longer counts, when it has so many lines for each slot of the window. */
const LINES_A_SLOT = 8;

/** Throws the error of the file system if the file cannot be written. */
export function openSlotJournal(options: SlotJournalOptions): SlotJournal {
  return new FileSlotJournal(options);
}

class FileSlotJournal implements SlotJournal {
  readonly memory: Memory;
  readonly #options: SlotJournalOptions;
  readonly #file: SlotFile;
  readonly #slots = new Map<number, SlotRecord>();
  #next = 1;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  #lines = 0;

  constructor(options: SlotJournalOptions) {
    const { path, clock } = options;
    this.#options = options;
    this.memory = this.#remember(readSlotFile(path, clock.wallMs()));
    this.#file = openSlotFile(path);
    this.#compact();
  }

  taken(): number {
    const id = this.#next;
    this.#next += 1;
    const takenAtMs = this.#nowMs();
    this.#slots.set(id, { id, takenAtMs });
    this.#append(takenLine(id, takenAtMs));
    return id;
  }

  ended(slot: number, how: SlotEnd): void {
    const record = this.#slots.get(slot);
    if (record === undefined) return;
    const atMs = this.#nowMs();
    if (how === 'unused') this.#slots.delete(slot);
    else this.#slots.set(slot, { ...record, end: { how, atMs } });
    this.#append(endLine(slot, how, atMs));
  }

  paused(ms: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#nowMs() + ms);
    this.#append(pauseLine(this.#pausedUntilMs));
  }

  /** Milliseconds that a pause of an earlier process still lasts. */
  pausedForMs(): number {
    return Math.max(0, this.#pausedUntilMs - this.#nowMs());
  }

  close(): void {
    this.#file.close();
  }

  #remember(found: Found): Memory {
    if (found.kind === 'new') {
      return this.#options.firstStart === 'spent'
        ? this.#assumeFull('there is none yet')
        : { kind: 'rested' };
    }
    if (found.kind === 'unreadable') return this.#assumeFull('it cannot be read');
    const journal = parseJournal(found.text);
    if (journal?.bootId === this.#options.bootClock.bootId) return this.#recall(journal);
    // Without usable stamps only the age of the file is left, by the wall clock.
    if (found.ageMs > countedForMs('lost', this.#options.windowMs)) return { kind: 'rested' };
    return this.#assumeFull(journal === undefined ? 'it is damaged' : 'the machine was restarted');
  }

  /** A slot without an end belonged to a process that died: its request may still be on its way. */
  #recall({ slots, pausedUntilMs }: JournalText): Memory {
    this.#pausedUntilMs = pausedUntilMs;
    const died = { how: 'lost', atMs: this.#nowMs() } as const;
    for (const slot of slots) this.#slots.set(slot.id, { ...slot, end: slot.end ?? died });
    this.#next = Math.max(0, ...slots.map(({ id }) => id)) + 1;
    this.#forget();
    return { kind: 'known', freeInMs: this.#freeInMs() };
  }

  /** Written down as well, so that the next restart waits for the rest of the window and not for another one. */
  #assumeFull(why: string): Memory {
    const nowMs = this.#nowMs();
    for (; this.#next <= this.#options.limit; this.#next += 1) {
      this.#slots.set(this.#next, {
        id: this.#next,
        takenAtMs: nowMs,
        end: { how: 'answered', atMs: nowMs },
      });
    }
    return { kind: 'unknown', why, freeInMs: this.#freeInMs() };
  }

  #freeInMs(): readonly number[] {
    const nowMs = this.#nowMs();
    return [...this.#slots.values()].map((slot) => this.#freeAtMs(slot) - nowMs);
  }

  /** Never for a slot whose request is under way. */
  #freeAtMs({ end }: SlotRecord): number {
    return end === undefined
      ? Number.POSITIVE_INFINITY
      : end.atMs + countedForMs(end.how, this.#options.windowMs);
  }

  #append(line: string): void {
    this.#file.append(line);
    this.#lines += 1;
    if (this.#lines > this.#options.limit * LINES_A_SLOT) this.#compact();
  }

  #compact(): void {
    this.#forget();
    const { bootId } = this.#options.bootClock;
    const pause = this.pausedForMs() > 0 ? pauseLine(this.#pausedUntilMs) : '';
    this.#file.replace([headerLine(bootId), pause, ...[...this.#slots.values()].map(recordLines)].join(''));
    this.#lines = this.#slots.size * 2;
  }

  /** Drops what no server can count any more. */
  #forget(): void {
    for (const [id, slot] of this.#slots) {
      if (this.#freeAtMs(slot) <= this.#nowMs()) this.#slots.delete(id);
    }
  }

  #nowMs(): number {
    return this.#options.bootClock.uptimeMs();
  }
}
