import { type Change, urlsAfter, urlsBefore, webhookText } from '../model/change.ts';
import { sameUrls } from '../model/webhooks.ts';
import type { HoldOf } from './hold.ts';
import type { Held } from './plan.ts';
import type { Rewrite } from './rewrites.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How far back the past calls have to go that `fightsIn` is told of. */
export const FIGHT_LOOK_BACK_MS = 24 * HOUR_MS;

/** Rewrites of a webhook to the same URLs after which it is held. */
const REWRITES_MAX = 3;

/** Passes without effect may be this far apart and still count as one after the other. */
const PASSES_APART_MS = 2 * HOUR_MS;

const HOLD_MAX_MS = 6 * HOUR_MS;

/** A moment of a clock that was set back since is none. */
const CLOCK_SKEW_MS = MINUTE_MS;

/**
 * Finds the webhooks that are written again and again, to the same URLs, and are different again. Two programs that
 * undo each other would otherwise do so for ever, and use up the budget.
 *
 * | our past rewrites of the webhook to the URLs that it is to have now  | then it is held                          |
 * |-----------------------------------------------------------------------|------------------------------------------|
 * | three within an hour                                                   | for an hour after the third              |
 * | three in a row that found the same URLs: the write may have no effect   | for an hour after the third              |
 * | one after such a hold has ended                                        | for twice as long as before, 6 h at most |
 * | any others                                                             | not                                      |
 *
 * A configuration that asks for other URLs ends it: past rewrites to others do not count, nor do those before them.
 */
export function fightsIn(rewrites: readonly Rewrite[], nowMs: number): HoldOf {
  const byWebhook = new Map<string, Rewrite[]>();
  for (const rewrite of rewrites) {
    if (rewrite.atMs > nowMs + CLOCK_SKEW_MS) continue;
    const name = webhookText(rewrite.key);
    const own = byWebhook.get(name);
    if (own === undefined) byWebhook.set(name, [rewrite]);
    else own.push(rewrite);
  }
  return (change) => holdOf(change, byWebhook.get(webhookText(change.key)) ?? [], nowMs);
}

function holdOf(change: Change, past: readonly Rewrite[], nowMs: number): Omit<Held, 'change'> | undefined {
  const tries = triesOf(change, past);
  const untilMs = heldUntilMs(tries);
  if (untilMs <= nowMs) return undefined;
  return { reason: reasonOf(change, tries), untilMs };
}

/** The rewrites to the URLs of the change since the goal was last another one, oldest first. */
function triesOf(change: Change, past: readonly Rewrite[]): readonly Rewrite[] {
  const goal = urlsAfter(change);
  const isTry = ({ to }: Rewrite) => sameUrls(to, goal);
  const plans = new Set(past.filter(isTry).map(({ planId }) => planId));
  // A plan that was interrupted on its way to the goal had no other goal.
  const last = past.findLastIndex((rewrite) => !isTry(rewrite) && !plans.has(rewrite.planId));
  return past.slice(last + 1).filter(isTry);
}

/** Goes through the tries as they happened; `-Infinity` if none led to a hold. */
function heldUntilMs(tries: readonly Rewrite[]): number {
  let holds = 0;
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const [index, { atMs }] of tries.entries()) {
    const again = holds > 0 && atMs <= untilMs + HOUR_MS;
    holds =
      again || isThirdTime(tries.slice(Math.max(0, index + 1 - REWRITES_MAX), index + 1)) ? holds + 1 : 0;
    if (holds > 0) untilMs = atMs + Math.min(HOLD_MAX_MS, HOUR_MS * 2 ** (holds - 1));
  }
  return untilMs;
}

/** `lately`: the latest tries, as many as it takes, if there are so many. */
function isThirdTime(lately: readonly Rewrite[]): boolean {
  const [first] = lately;
  const last = lately.at(-1);
  if (lately.length < REWRITES_MAX || first === undefined || last === undefined) return false;
  return last.atMs - first.atMs <= HOUR_MS || hadNoEffect(lately);
}

function hadNoEffect(tries: readonly Rewrite[]): boolean {
  return tries.every((each, index) => {
    const before = tries[index - 1];
    return (
      before === undefined || (sameUrls(each.from, before.from) && each.atMs - before.atMs <= PASSES_APART_MS)
    );
  });
}

/**
 * Where each try found the same URLs, what Mailgun did cannot be told from what somebody else did: a list between the
 * tries would be needed, and it may be late.
 */
function reasonOf(change: Change, tries: readonly Rewrite[]): string {
  const since = new Date(tries[0]?.atMs ?? 0).toISOString().slice(0, 16).replace('T', ' ');
  const times = `written ${tries.length} times since ${since} UTC`;
  const unchanged = tries.every(({ from }) => sameUrls(from, urlsBefore(change)));
  return unchanged
    ? `${times} and found as before each time: something else changes it back, or Mailgun accepts the write and does not carry it out`
    : `${times}, and something else changed it each time`;
}
