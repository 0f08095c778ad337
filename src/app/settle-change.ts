import { type Change, removedUrls, urlsAfter } from '../model/change.ts';
import type { ReadDomain } from '../model/domain-state.ts';
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

export interface ChangeContext {
  readonly ports: WritePorts;
  readonly domain: DomainPlan;
  readonly halt: AccountHalt;
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
 */
export async function settleChange(context: ChangeContext, change: Change): Promise<ChangeResult> {
  const original = change;
  let next = change;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await sendCall(context, next);
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

async function sendCall({ ports, domain, halt }: ChangeContext, change: Change): Promise<CallOutcome> {
  if (halt.reason !== undefined) return { kind: 'stopped', message: halt.reason };
  const call = callFor(change);
  const writer = portOf(ports.writers, domain.account);
  const outcome = await writer.send(call, { priority: 'write', signal: halt.signal });
  if (outcome.kind === 'denied') halt.halt(outcome.message);
  const message = outcome.kind === 'done' ? {} : { message: outcome.message };
  ports.journal.record({ kind: 'call-settled', call, result: outcome.kind, ...message });
  return outcome;
}

function answersWhatWasAsked(change: Change, outcome: CallOutcome & { kind: 'done' }): boolean {
  return sameUrls(outcome.webhooks[change.key.eventType] ?? [], urlsAfter(change));
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
  const state = await readDomain(context.ports, context.domain, { priority: 'write', halt: context.halt });
  if (state.kind === 'read') return judge(context.domain, trouble, state);
  const reason = `${messageOf(trouble.outcome)}; the domain could not be read afterwards: ${state.reason.message}`;
  return { kind: 'ended', result: { status: 'failed', change: trouble.original, reason } };
}

function judge({ desired }: DomainPlan, { original, sent, outcome }: Trouble, state: ReadDomain): Verdict {
  const { eventType } = original.key;
  const needed = planDomain(desired, state).changes.find((change) => change.key.eventType === eventType);
  const settled = sameUrls(state.webhooks[eventType] ?? [], urlsAfter(original));
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
