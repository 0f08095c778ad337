import type { Clock } from '../../../ports/clock.ts';
import { type AskerLine, createAskerLine } from './asker-line.ts';
import { type Answer, type Question, slotId } from './exchange.ts';
import type { Pace } from './pace.ts';
import { randomName } from './random-name.ts';
import { createSharedSlot, type SharedSlot } from './shared-slot.ts';
import { createSlotReports, type SlotReports } from './slot-reports.ts';

/** A clock of Redis that is ahead of what it can be by more than this was set forward. */
const CLOCK_SLACK_MS = 1000;

export interface ConversationOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly pace: Pace;
  readonly limit: number;
  readonly waiting?: () => number;
  /** Called when there may be something to say sooner than `restMs` said before. */
  readonly onNews: () => void;
}

/** A question on its way: when it was asked, and who waits for its pause to be known. */
interface Spoken {
  readonly question: Question;
  readonly askedAtMs: number;
  readonly pausers: readonly (() => void)[];
}

/**
 * What this process has to say to Redis, and what follows from an answer. One question is on its way at a time; it says
 * everything there is: reports, a pause, how many slots are wanted. It knows nothing of connections.
 */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #member: string;
  readonly #line: AskerLine<SharedSlot> = createAskerLine();
  readonly #reports: SlotReports;
  #closed = false;
  #silent = false;
  #pausers: (() => void)[] = [];
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  #askAgainAtMs = Number.NEGATIVE_INFINITY;
  #idleUntilMs = Number.NEGATIVE_INFINITY;
  #nextNumber = 0;
  #free = 0;
  /** The last answer, and when its question was asked. */
  #heard: { readonly nowMs: number; readonly askedAtMs: number } | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
    // Two processes with one name would share their slots.
    this.#member = randomName(options.random);
    this.#reports = createSlotReports(options.clock);
  }

  async acquire(signal: AbortSignal): Promise<SharedSlot> {
    const slot = this.#line.enter(signal);
    this.#options.onNews();
    return await slot;
  }

  /** Resolves when Redis knows of the pause, or when the conversation is closed. */
  async pause(ms: number): Promise<void> {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#options.clock.nowMs() + ms);
    const known = new Promise<void>((resolve) => this.#pausers.push(resolve));
    this.#options.onNews();
    if (this.#silent) this.fallSilent();
    await known;
  }

  pausedForMs(): number {
    return Math.max(0, Math.floor(this.#pausedUntilMs - this.#options.clock.nowMs()));
  }

  /** Slots that nobody had when Redis answered last. */
  free(): number {
    return this.#free;
  }

  /** Milliseconds until there is something to say. */
  restMs(): number {
    if (this.hasNews()) return 0;
    const nextMs = this.#line.length() > 0 ? this.#askAgainAtMs : this.#idleUntilMs;
    return Math.max(0, Math.min(nextMs, this.#idleUntilMs) - this.#options.clock.nowMs());
  }

  /** Whether there is something to say that Redis cannot know. */
  hasNews(): boolean {
    return !this.#reports.isEmpty() || this.#pausers.length > 0;
  }

  /** What to say now. It ends with `hear` or with `giveUp`. */
  speak(): Spoken {
    const { clock, limit, waiting } = this.#options;
    const askers = this.#line.length();
    const asked = clock.nowMs() < this.#askAgainAtMs ? 0 : Math.min(askers, limit);
    const question: Question = {
      member: this.#member,
      limit,
      latestMs: this.#latestMs(),
      // Repeated each time: a Redis that has lost its memory learns it again.
      pauseMs: this.pausedForMs(),
      wanted: this.#closed ? 0 : Math.max(askers, waiting?.() ?? 0),
      asked,
      firstNumber: this.#nextNumber,
      reports: this.#reports.open(),
    };
    this.#nextNumber += asked;
    const spoken = { question, askedAtMs: clock.nowMs(), pausers: this.#pausers };
    this.#pausers = [];
    return spoken;
  }

  hear({ question, askedAtMs, pausers }: Spoken, answer: Answer): void {
    const { clock, pace } = this.#options;
    this.#heard = { nowMs: answer.nowMs, askedAtMs };
    this.#reports.confirm(question.reports);
    for (const tell of pausers) tell();
    this.#free = answer.free;
    // Counted from the question, so that a pause that is repeated and heard again does not grow.
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, askedAtMs + answer.pauseMs);
    this.#idleUntilMs = clock.nowMs() + pace.idleMs;
    if (question.asked > 0) this.#askAgainAtMs = this.#askAgainAfter(question, answer);
    for (let index = 0; index < answer.granted; index += 1) {
      this.#handOut(slotId(this.#member, question.firstNumber + index), askedAtMs);
    }
  }

  /** No answer came: the slots of the question may have been granted all the same. */
  giveUp({ question, pausers }: Spoken): void {
    this.#pausers.push(...pausers);
    for (let index = 0; index < question.asked; index += 1) {
      this.#reports.add({ id: slotId(this.#member, question.firstNumber + index), freeAfterMs: 0 });
    }
  }

  /** Rejects those who wait. What is left to say is said once more. */
  close(reason: Error): void {
    this.#closed = true;
    this.#line.close(reason);
    this.#options.onNews();
  }

  /** Nothing can be said any more: nobody is kept waiting for it. */
  fallSilent(): void {
    this.#silent = true;
    for (const tell of this.#pausers) tell();
    this.#pausers = [];
  }

  /** To the first who asks; back if nobody does any more, in a pause, or if the answer came too late to send with it. */
  #handOut(id: string, askedAtMs: number): void {
    const { clock, pace } = this.#options;
    const sendBeforeMs = askedAtMs + pace.sendWithinMs;
    const freeAfter = (freeAfterMs: number): void => {
      this.#reports.add({ id, freeAfterMs });
      this.#options.onNews();
    };
    const { answeredMs, lostMs } = pace;
    const slot = createSharedSlot({ sendBeforeMs, answeredMs, lostMs, freeAfter });
    const usable = clock.nowMs() < sendBeforeMs && this.pausedForMs() === 0;
    // The next answer could be as useless: a rest, lest questions follow each other without end.
    if (!usable) this.#askAgainAtMs = Math.max(this.#askAgainAtMs, clock.nowMs() + pace.askAgainMinMs);
    if (!usable || !this.#line.serve(slot)) slot.unused();
  }

  /** At once if everything that was asked for was granted. The jitter keeps processes from asking all together. */
  #askAgainAfter({ asked }: Question, { granted, waitMs }: Answer): number {
    if (granted === asked) return Number.NEGATIVE_INFINITY;
    const { clock, random, pace } = this.#options;
    const boundedMs = Math.min(Math.max(waitMs, pace.askAgainMinMs), pace.askAgainMaxMs);
    return clock.nowMs() + boundedMs + random() * pace.askAgainMinMs;
  }

  #latestMs(): number {
    if (this.#heard === undefined) return 0;
    const sinceMs = Math.ceil(this.#options.clock.nowMs() - this.#heard.askedAtMs);
    return this.#heard.nowMs + sinceMs + CLOCK_SLACK_MS;
  }
}
