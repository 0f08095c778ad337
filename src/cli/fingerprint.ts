import { createHash } from 'node:crypto';
import type { Fingerprint } from '../model/url-mask.ts';

const MASK_LENGTH = 6;
const PLAN_ID_LENGTH = 12;

/**
 * Six hexadecimal digits that name a secret. Stable, so that two plans can be compared; short, so that a match proves
 * little to somebody who guesses.
 */
export const fingerprint: Fingerprint = (secret) => sha256(`mghooks mask ${secret}`).slice(0, MASK_LENGTH);

/** Twelve hexadecimal digits that name a plan: equal for equal decisions, whoever made them and when. */
export function planIdOf(canonicalText: string): string {
  return sha256(`mghooks plan ${canonicalText}`).slice(0, PLAN_ID_LENGTH);
}

/** SHA-256 in hexadecimal; `about` keeps digests of different things apart. */
export function digestOf(about: string, text: string): string {
  return sha256(`mghooks ${about} ${text}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
