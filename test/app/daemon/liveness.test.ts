import { describe, expect, it } from 'vitest';
import { livenessOf } from '../../../src/app/daemon/liveness.ts';
import { MAIN } from '../../support/domains.ts';

const MINUTE = 60_000;
const nowMs = 100 * MINUTE;
const seen = (beatAgoMs: number, loopAgoMs: number) =>
  livenessOf({
    nowMs,
    beatMs: nowMs - beatAgoMs,
    loops: [{ account: MAIN, sinceMs: nowMs - loopAgoMs }],
  });

describe('liveness', () => {
  it('ends a minute after the loop around all accounts last turned', () => {
    expect(seen(3000, 0)).toEqual({ alive: true, message: 'the loop moved 3 s ago' });
    expect(seen(59_999, 0).alive).toBe(true);
    expect(seen(MINUTE, 0)).toEqual({ alive: false, message: 'the loop moved 60 s ago' });
  });

  it('outlasts the longest pause that Mailgun is granted, and no more', () => {
    expect(seen(0, 12 * MINUTE - 1).alive).toBe(true);
    expect(seen(0, 12 * MINUTE)).toEqual({
      alive: false,
      message: "nothing has happened on account 'main' for 12 minutes",
    });
  });
});
