import { type Change, urlsAfter, urlsBefore } from '../model/change.ts';
import { sameUrls } from '../model/webhooks.ts';
import { callFor } from '../plan/compile-calls.ts';
import type { CallOutcome } from '../ports/mailgun-api.ts';
import type { ChangeResult } from './change-result.ts';
import { type DomainContext, readAgain } from './domain-context.ts';
import { leftToDo } from './left-to-do.ts';
import { removedUnknowingly, type Sent, sendWhileFresh } from './send-call.ts';

/** Calls that one change may take: the first, and two after a read showed that it is still needed. */
const TRIES_MAX = 3;
const BACK_OFF_MS = 1000;

/**
 * Sends the v3 call of one change and finds out what became of it. Whatever is not a clear success is followed by a
 * read, never by a blind repetition, and what is left to do is decided anew from what that read shows:
 *
 * | the read shows                                   | then                                                      |
 * |--------------------------------------------------|-----------------------------------------------------------|
 * | nothing left to do                                | applied                                                    |
 * | the same change is still needed, call refused     | failed: Mailgun does not want it, asking again is pointless |
 * | the same change is still needed, outcome unknown  | once more, after a pause                                  |
 * | another change is needed (create where update met | that one, within what the plan showed                     |
 * | nothing, update where create met URLs)            |                                                           |
 * | a change that would harm, or no answer            | failed                                                    |
 *
 * `first` is what to begin with, where that is no longer the change that the plan has.
 */
export async function settleChange(
  context: DomainContext,
  original: Change,
  first: Change = original,
): Promise<ChangeResult> {
  let next = first;
  for (let attempt = 1; ; attempt += 1) {
    const change = next;
    const sent = await sendWhileFresh(context, callFor(change), ({ webhooks }) =>
      sameUrls(webhooks[change.key.eventType] ?? [], urlsBefore(change)),
    );
    const verdict = await judge(context, { original, change, sent, attempt });
    if (verdict.kind === 'ended') return verdict.result;
    if (attempt === TRIES_MAX) {
      return { status: 'failed', change: original, reason: `${messageOf(sent)}, ${TRIES_MAX} times` };
    }
    next = verdict.change;
  }
}

interface Tried {
  /** As the plan has it and a person may have seen it. */
  readonly original: Change;
  /** What was sent for it. */
  readonly change: Change;
  readonly sent: Sent;
  readonly attempt: number;
}

type Verdict =
  | { readonly kind: 'ended'; readonly result: ChangeResult }
  | { readonly kind: 'again'; readonly change: Change };

async function judge(context: DomainContext, tried: Tried): Promise<Verdict> {
  const { original, change, sent, attempt } = tried;
  const unsent = attempt === 1 ? 'not-attempted' : 'failed';
  switch (sent.kind) {
    case 'done':
      return answersWhatWasAsked(change, sent)
        ? { kind: 'ended', result: applied(original, change, sent) }
        : judgeByReading(context, tried);
    case 'stopped':
      return end({ status: unsent, change: original, reason: sent.message });
    case 'denied':
      return end({ status: 'failed', change: original, reason: sent.message });
    case 'moved': {
      const left = leftToDo(context.domain, original, sent.state);
      if (left.kind === 'change') return { kind: 'again', change: left.change };
      if (left.kind === 'nothing') return end({ status: 'applied', change: original });
      return end({ status: unsent, change: original, reason: left.reason });
    }
    case 'rejected':
    case 'unknown':
      return judgeByReading(context, tried);
  }
}

function end(result: ChangeResult): Verdict {
  return { kind: 'ended', result };
}

function answersWhatWasAsked(change: Change, { webhooks }: CallOutcome & { readonly kind: 'done' }): boolean {
  return sameUrls(webhooks[change.key.eventType] ?? [], urlsAfter(change));
}

/** The answer to a v3 DELETE lists what it removed, which somebody may have added to in the last moment. */
function applied(
  original: Change,
  change: Change,
  outcome: CallOutcome & { readonly kind: 'done' },
): ChangeResult {
  const others = removedUnknowingly(outcome, urlsBefore(change)).length;
  return others === 0 ? { status: 'applied', change: original } : tookMore(original, others);
}

/** A deletion that took more than it was to. */
export function tookMore(change: Change, others: number): ChangeResult {
  const urls = others === 1 ? '1 more URL' : `${others} more URLs`;
  const reason = `deleted, and with it ${urls} that somebody had added in the same moment: look at the webhook`;
  return { status: 'failed', change, reason };
}

async function judgeByReading(context: DomainContext, tried: Tried): Promise<Verdict> {
  const { original, change, sent } = tried;
  if (sent.kind === 'unknown') await pause(context);
  const again = await readAgain(context);
  if (again.kind === 'unread') {
    const reason = `${messageOf(sent)}; the domain could not be read afterwards: ${again.message}`;
    return end({ status: 'failed', change: original, reason });
  }
  const left = leftToDo(context.domain, original, again.state);
  if (left.kind === 'nothing') return end({ status: 'applied', change: original });
  if (left.kind === 'refused') {
    return end({ status: 'failed', change: original, reason: `${messageOf(sent)}; ${left.reason}` });
  }
  return isSameChange(left.change, change) && sent.kind !== 'unknown'
    ? end({ status: 'failed', change: original, reason: messageOf(sent) })
    : { kind: 'again', change: left.change };
}

function isSameChange(a: Change, b: Change): boolean {
  return a.kind === b.kind && sameUrls(urlsAfter(a), urlsAfter(b));
}

/** A server in trouble is given a moment before it is asked what became of the call. */
export async function pause({ ports, halt }: DomainContext): Promise<void> {
  await ports.clock.sleep(BACK_OFF_MS, halt.signal).catch(() => undefined);
}

export function messageOf(sent: Sent): string {
  if (sent.kind === 'done') return 'Mailgun answered with other URLs than it was sent';
  return sent.kind === 'moved' ? 'the domain changed since it was read' : sent.message;
}
