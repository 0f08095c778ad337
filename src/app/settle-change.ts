import { type Change, removedUrls, urlsAfter, urlsBefore } from '../model/change.ts';
import type { DomainState, ReadDomain } from '../model/domain-state.ts';
import { sameUrls } from '../model/webhooks.ts';
import { callFor } from '../plan/compile-calls.ts';
import type { DomainPlan } from '../plan/plan.ts';
import { planDomain } from '../plan/plan-domain.ts';
import type { CallOutcome } from '../ports/mailgun-api.ts';
import type { AccountHalt } from './account-halt.ts';
import type { ChangeResult } from './change-result.ts';
import { readDomain } from './observe.ts';
import { portOf, type WritePorts } from './ports.ts';

/** Calls that one change may take: the first, and two after a read showed that it is still needed. */
const TRIES_MAX = 3;
const BACK_OFF_MS = 1000;

/** How old the last read of a domain may be when a call to it leaves. */
export const FRESH_FOR_MS = 10_000;

export interface ChangeContext {
  readonly ports: WritePorts;
  readonly domain: DomainPlan;
  readonly halt: AccountHalt;
  /** When the domain was last read, on the clock; renewed by each read. */
  readonly read: { atMs: number };
}

/**
 * Sends the call of one change and finds out what became of it. Whatever is not a clear success is followed by a read,
 * never by a blind repetition, and what is left to do is decided anew from what that read shows:
 *
 * | the read shows                                   | then                                                      |
 * |--------------------------------------------------|-----------------------------------------------------------|
 * | what the change asked for                         | applied: the answer was lost, or somebody else did it      |
 * | the same change is still needed, call refused     | failed: Mailgun does not want it, asking again is pointless |
 * | the same change is still needed, outcome unknown  | once more, after a pause                                  |
 * | another change is needed                          | that one (create where update met nothing, update where    |
 * |                                                  | create met URLs), if it removes nothing that was not shown |
 * | the domain cannot be read                         | failed: the outcome is not known                           |
 * | a conflict: a fourth URL                          | failed: somebody else took the place                       |
 *
 * A call whose turn comes when the last read is older than `FRESH_FOR_MS` is not sent: a v3 call replaces all URLs of
 * an event type, and Mailgun has no way to make a write conditional. The domain is read again, and the call is sent
 * only if the event type is still as the plan saw it.
 */
export async function settleChange(context: ChangeContext, change: Change): Promise<ChangeResult> {
  const original = change;
  let next = change;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await sendWhileFresh(context, next);
    if (outcome.kind === 'done' && answersWhatWasAsked(next, outcome)) return { status: 'applied', change };
    if (outcome.kind === 'stopped') return unsent(original, attempt, outcome.message);
    if (outcome.kind === 'denied') return { status: 'failed', change, reason: outcome.message };
    const verdict = await readAgain(context, { original, sent: next, outcome });
    if (verdict.kind === 'ended') return verdict.result;
    if (attempt === TRIES_MAX) {
      return { status: 'failed', change, reason: `${messageOf(outcome)}, ${TRIES_MAX} times` };
    }
    next = verdict.change;
  }
}

function unsent(change: Change, attempt: number, reason: string): ChangeResult {
  return { status: attempt === 1 ? 'not-attempted' : 'failed', change, reason };
}

/** Reads the domain again whenever the turn of the call comes too late; gives up on a budget that is too small. */
async function sendWhileFresh(context: ChangeContext, change: Change): Promise<CallOutcome> {
  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    const outcome = await sendCall(context, change);
    if (outcome.kind !== 'too-late') return outcome;
    const moved = await refresh(context, [change]);
    if (moved !== undefined) return { kind: 'stopped', message: moved };
  }
  const message = `its turn never came within ${FRESH_FOR_MS / 1000} s of reading the domain: requestsPerMinute is too low, or others use it up`;
  return { kind: 'stopped', message };
}

async function sendCall({ ports, domain, halt, read }: ChangeContext, change: Change): Promise<CallOutcome> {
  if (halt.reason !== undefined) return { kind: 'stopped', message: halt.reason };
  const call = callFor(change);
  const writer = portOf(ports.writers, domain.account);
  const sendBeforeMs = read.atMs + FRESH_FOR_MS;
  const outcome = await writer.send(call, { priority: 'write', signal: halt.signal, sendBeforeMs });
  if (outcome.kind === 'denied') halt.halt(outcome.message);
  const message = outcome.kind === 'done' ? {} : { message: outcome.message };
  ports.journal.record({ kind: 'call-settled', call, result: outcome.kind, ...message });
  return outcome;
}

function answersWhatWasAsked(change: Change, outcome: CallOutcome & { kind: 'done' }): boolean {
  return sameUrls(outcome.webhooks[change.key.eventType] ?? [], urlsAfter(change));
}

async function readAfresh({ ports, domain, halt, read }: ChangeContext): Promise<DomainState> {
  const state = await readDomain(ports, domain, { priority: 'write', halt });
  if (state.kind === 'read') read.atMs = ports.clock.nowMs();
  return state;
}

/** Reads the domain again before a call that waited too long; says why it may not be sent, if it may not. */
export async function refresh(
  context: ChangeContext,
  changes: readonly Change[],
): Promise<string | undefined> {
  const state = await readAfresh(context);
  if (state.kind === 'unread') return state.reason.message;
  const moved = changes.find(
    (change) => !sameUrls(state.webhooks[change.key.eventType] ?? [], urlsBefore(change)),
  );
  return moved && `'${moved.key.eventType}' changed since the plan was made; plan again`;
}

interface Trouble {
  /** As the plan had it and a person may have seen it. */
  readonly original: Change;
  readonly sent: Change;
  readonly outcome: CallOutcome;
}

type Verdict =
  | { readonly kind: 'ended'; readonly result: ChangeResult }
  | { readonly kind: 'again'; readonly change: Change };

async function readAgain(context: ChangeContext, trouble: Trouble): Promise<Verdict> {
  if (trouble.outcome.kind === 'unknown') await pause(context);
  const state = await readAfresh(context);
  if (state.kind === 'read') return judge(context.domain, trouble, state);
  const reason = `${messageOf(trouble.outcome)}; the domain could not be read afterwards: ${state.reason.message}`;
  return { kind: 'ended', result: { status: 'failed', change: trouble.original, reason } };
}

function judge({ desired }: DomainPlan, { original, sent, outcome }: Trouble, state: ReadDomain): Verdict {
  const { eventType } = original.key;
  const planned = planDomain(desired, state);
  const needed = planned.changes.find((change) => change.key.eventType === eventType);
  const settled = sameUrls(state.webhooks[eventType] ?? [], urlsAfter(original));
  if (planned.conflicts.some(({ key }) => key.eventType === eventType)) {
    const full = `${messageOf(outcome)}; meanwhile others took the places, and a fourth URL is not possible`;
    return { kind: 'ended', result: { status: 'failed', change: original, reason: full } };
  }
  if (needed === undefined || settled) {
    return { kind: 'ended', result: { status: 'applied', change: original } };
  }
  const reason = messageOf(outcome);
  if (isSameChange(needed, sent) && outcome.kind !== 'unknown') {
    return { kind: 'ended', result: { status: 'failed', change: original, reason } };
  }
  const shown = removedUrls(original);
  if (removedUrls(needed).some((url) => !shown.includes(url))) {
    const moved = `${reason}; somebody else changed it meanwhile, and going on would remove a URL the plan did not show`;
    return { kind: 'ended', result: { status: 'failed', change: original, reason: moved } };
  }
  return { kind: 'again', change: needed };
}

function isSameChange(a: Change, b: Change): boolean {
  return a.kind === b.kind && sameUrls(urlsAfter(a), urlsAfter(b));
}

/** A server in trouble is given a moment before it is asked what became of the call. */
async function pause({ ports, halt }: ChangeContext): Promise<void> {
  await ports.clock.sleep(BACK_OFF_MS, halt.signal).catch(() => undefined);
}

function messageOf(outcome: CallOutcome): string {
  return outcome.kind === 'done' ? 'Mailgun answered with other URLs than it was sent' : outcome.message;
}
