import type { Survey } from './survey.ts';

/** Looks at files that do not come to rest, before they are given up for now. */
export const SETTLE_LOOKS_MAX = 30;

export interface Settled {
  readonly survey: Survey;
  /** The files have stayed as they are for one pause at least. */
  readonly atRest: boolean;
}

export interface SettleOptions {
  readonly look: () => Promise<Survey>;
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Waits until the files rest: one that is still being written may be valid at any moment, and say less than the whole
 * one. The pause also outlasts the tick of file times, so that the next write cannot go unseen.
 */
export async function settle(first: Survey, { look, pause, signal }: SettleOptions): Promise<Settled> {
  let survey = first;
  for (let looks = 0; looks < SETTLE_LOOKS_MAX && !signal.aborted; looks += 1) {
    await pause();
    const next = await look();
    if (next.signature === survey.signature) return { survey: next, atRest: true };
    survey = next;
  }
  return { survey, atRest: false };
}
