import type { Clock } from '../../../ports/clock.ts';
import { SharedWindowError } from './shared-window-error.ts';

const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 2000;

export interface Trial {
  readonly clock: Clock;
  readonly random: () => number;
  /** Ends everything, silently. */
  readonly signal: AbortSignal;
  /** Resolves when no further try is wanted; calls `onSuccess` as soon as it works, which ends the backing off. */
  readonly attempt: (onSuccess: () => void) => Promise<void>;
  readonly onFailure: (failure: SharedWindowError) => void;
}

/** Tries again and again, with growing pauses from 50 ms to 2 s. Errors that are not a `SharedWindowError` end it. */
export async function keepTrying({ clock, random, signal, attempt, onFailure }: Trial): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await attempt(() => {
        failures = 0;
      });
      return;
    } catch (error) {
      if (!(error instanceof SharedWindowError)) throw error;
      if (!signal.aborted) onFailure(error);
    }
    const pauseMs = Math.min(RETRY_MIN_MS * 2 ** failures, RETRY_MAX_MS) * (0.5 + random() / 2);
    failures += 1;
    await clock.sleep(pauseMs, signal).catch(() => undefined);
  }
}
