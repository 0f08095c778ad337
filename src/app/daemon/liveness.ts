import type { AccountName } from '../../model/account.ts';
import type { Liveness } from '../../ports/status.ts';

export interface Movements {
  readonly nowMs: number;
  /** When the loop around all accounts last turned. */
  readonly beatMs: number;
  /** Since when nothing has happened in the loop of each account. */
  readonly loops: readonly { readonly account: AccountName; readonly sinceMs: number }[];
}

/** The loop around all accounts turns once a second. */
const BEAT_STILL_MAX_MS = 60_000;

/** The loop of an account is silent for ten minutes at most, when Mailgun asks for the longest pause that we keep. */
const LOOP_STILL_MAX_MS = 720_000;

export function livenessOf({ nowMs, beatMs, loops }: Movements): Liveness {
  const stillMs = nowMs - beatMs;
  const stuck = loops.find(({ sinceMs }) => nowMs - sinceMs >= LOOP_STILL_MAX_MS);
  if (stillMs < BEAT_STILL_MAX_MS && stuck !== undefined) {
    const minutes = Math.floor((nowMs - stuck.sinceMs) / 60_000);
    return {
      alive: false,
      message: `nothing has happened on account '${stuck.account}' for ${minutes} minutes`,
    };
  }
  const message = `the loop moved ${Math.round(stillMs / 1000)} s ago`;
  return { alive: stillMs < BEAT_STILL_MAX_MS, message };
}
