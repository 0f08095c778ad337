import type { Pace } from './pace.ts';
import type { SlotReport } from './slot-reports.ts';

/** What a member says in one call of the window script; the script explains each part. */
export interface Question {
  readonly member: string;
  readonly limit: number;
  /** The latest that the time of the window can be; 0 if unknown. */
  readonly latestMs: number;
  readonly pauseMs: number;
  readonly wanted: number;
  readonly asked: number;
  readonly firstNumber: number;
  readonly reports: readonly SlotReport[];
}

export interface Answer {
  readonly nowMs: number;
  readonly granted: number;
  readonly waitMs: number;
  readonly free: number;
  readonly pauseMs: number;
}

/** The keys of an account. The braces make a Redis Cluster keep them in one place; `1` is the version of their contents. */
export function windowKeys(account: string): readonly string[] {
  return ['slots', 'state', 'members'].map((part) => `mghooks:1:{${account}}:${part}`);
}

export function slotId(member: string, number: number): string {
  return `${member}:${number}`;
}

export function scriptArguments(question: Question, pace: Pace): readonly (string | number)[] {
  return [
    question.member,
    question.limit,
    pace.unreportedMs,
    pace.restartMs,
    pace.forgottenMs,
    question.latestMs,
    question.pauseMs,
    question.wanted,
    question.asked,
    question.firstNumber,
    ...question.reports.flatMap(({ id, freeAfterMs }) => [id, freeAfterMs]),
  ];
}

/** `undefined` if it is not an answer of the script. */
export function readAnswer(reply: unknown): Answer | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [nowMs, granted, waitMs, free, pauseMs, ...rest]: readonly unknown[] = reply;
  const answer = { nowMs, granted, waitMs, free, pauseMs };
  return rest.length === 0 && isAnswer(answer) ? answer : undefined;
}

function isAnswer(answer: Readonly<Record<keyof Answer, unknown>>): answer is Answer {
  return Object.values(answer).every((part) => Number.isSafeInteger(part));
}
