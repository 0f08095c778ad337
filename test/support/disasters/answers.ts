import type { AnswerDisaster } from './answer-disaster.ts';
import { BODIES } from './bodies.ts';
import { REFUSALS } from './refusals.ts';
import { WIRE_ANSWERS } from './wire-answers.ts';

/** Every status and body shape that may come in place of the right answer. */
export const ANSWERS: readonly AnswerDisaster[] = [...REFUSALS, ...BODIES, ...WIRE_ANSWERS];
