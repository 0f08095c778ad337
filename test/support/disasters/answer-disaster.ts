import type { Fault } from '../../../src/emulator/faults/fault-rule.ts';
import type { Bytes } from './front.ts';
import type { Outcome } from './outcome.ts';

/** Answers of one kind that may come instead of the right one, and what must come of each of them. */
export interface AnswerDisaster {
  /** The row of the catalogue. */
  readonly id: string;
  readonly title: string;
  readonly shapes: readonly Shape[];
  /** What comes of it where reads are answered so; absent if that cannot be, or is in another row. */
  readonly reading?: Outcome;
  /** Where writes are answered so, and have had no effect. */
  readonly before?: Outcome;
  /** Where writes are answered so, and have had their effect. */
  readonly after?: Outcome;
  /** How many requests of each method are answered so; all unless given. */
  readonly times?: number;
  /** Each shape strikes an account of its own: what halts an account would hide the others. */
  readonly apart?: boolean;
  /** Not only the struck domain is answered so, but all are. */
  readonly everywhere?: boolean;
  /** Nothing is said about the domains that are not struck: the trouble is one of the account. */
  readonly shared?: boolean;
  /** Requests end so early, that a test need not wait for those that hang. */
  readonly limitMs?: number;
}

export interface Shape {
  readonly title: string;
  readonly answer: Fault | Bytes;
}

/** Says nothing about what the domain has, nor about what became of a write: a read finds that out. */
export const PROVES_NOTHING = { reading: 'unread', before: 'failed', after: 'overcome' } as const;

/** The account is left alone, whatever became of the write. */
export const REFUSES_THE_KEY = {
  reading: 'halted',
  before: 'failed',
  after: 'failed',
  apart: true,
  shared: true,
} as const;

/** Waited for as asked, and given up after six times. */
export const SLOWS_DOWN = { reading: 'unread', before: 'failed', after: 'failed', shared: true } as const;

/** The right answer to a read, in another form: there is no disaster to see, and nothing may come of it. */
export const READ_ALL_THE_SAME = { reading: 'overcome', times: 1 } as const;
