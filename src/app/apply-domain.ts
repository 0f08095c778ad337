import { type Call, callRequest, isRowCall } from '../model/call.ts';
import { webhooksAfter } from '../model/call-effect.ts';
import { additionsFirst, type Change } from '../model/change.ts';
import type { ReadDomain } from '../model/domain-state.ts';
import { EVENT_TYPES } from '../model/event-type.ts';
import { sameWebhooks, urlsWithout } from '../model/webhooks.ts';
import { type ChangeResult, notAttempted } from './change-result.ts';
import { type DomainContext, readAgain } from './domain-context.ts';
import { leftToDo } from './left-to-do.ts';
import { removedUnknowingly, type Sent, sendWhileFresh } from './send-call.ts';
import { messageOf, pause, settleChange, tookMore } from './settle-change.ts';

/** Carries out the changes of one domain. Every change has a result, in the order of the plan. */
export async function applyDomain(context: DomainContext): Promise<readonly ChangeResult[]> {
  const { domain, ports } = context;
  const mixed = domain.calls.some(isRowCall) && ports.rowTrust.trusts(domain.account);
  return mixed ? applyCalls(context) : applyChanges(context);
}

/** With v3 alone one call carries out one change, and each finds its own way to the end. */
async function applyChanges(context: DomainContext): Promise<readonly ChangeResult[]> {
  const { changes } = context.domain;
  const results = new Map<Change, ChangeResult>();
  for (const change of additionsFirst(changes)) results.set(change, await settleChange(context, change));
  return changes.flatMap((change) => results.get(change) ?? []);
}

/**
 * Sends the compiled calls, v3 and v4, one after the other, and compares each answer with the prediction. The first
 * surprise ends that: the domain is read again, and what is left of the changes is finished with v3.
 *
 * | what came of a call                          | then                                                     |
 * |----------------------------------------------|----------------------------------------------------------|
 * | done, and the domain is as predicted          | the next call                                            |
 * | done, but the domain is different             | surprise                                                 |
 * | refused, or nobody knows what became of it    | surprise                                                 |
 * | not sent: the domain changed since it was read | surprise, but not of v4's making                         |
 * | not sent: told to stop; or the key is refused | the end: done is what is visible in the last answer       |
 */
async function applyCalls(context: DomainContext): Promise<readonly ChangeResult[]> {
  const { domain, known } = context;
  const overdone = new Map<Change, ChangeResult>();
  for (const [index, call] of domain.calls.entries()) {
    const before = known.webhooks;
    const predicted = webhooksAfter(before, call);
    const sent = await sendWhileFresh(context, call, (state) => isUntouched(context, before, state));
    if (sent.kind === 'done' && sameWebhooks(known.webhooks, predicted)) {
      noteOverdone({ call, sent, before }, domain.changes, overdone);
      continue;
    }
    if (sent.kind === 'stopped' || sent.kind === 'denied') return resultsSoFar(context, sent, index > 0);
    return finishWithV3(context, { call, sent, before });
  }
  return domain.changes.map((change) => overdone.get(change) ?? { status: 'applied', change });
}

/** A v3 DELETE that took more than the plan showed is no success, although the event type is as asked. */
function noteOverdone(
  { call, sent, before }: Surprise,
  changes: readonly Change[],
  overdone: Map<Change, ChangeResult>,
): void {
  if (call.kind !== 'v3-delete' || sent.kind !== 'done') return;
  const others = removedUnknowingly(sent, before[call.eventType] ?? []).length;
  const change = changes.find(({ key }) => key.eventType === call.eventType);
  if (change !== undefined && others > 0) overdone.set(change, tookMore(change, others));
}

function isUntouched({ domain }: DomainContext, before: ReadDomain['webhooks'], state: ReadDomain): boolean {
  const hooks = JSON.stringify(state.unknownHooks) === JSON.stringify(domain.actual.unknownHooks);
  return hooks && sameWebhooks(state.webhooks, before);
}

function resultsSoFar(
  { domain, known }: DomainContext,
  sent: Extract<Sent, { kind: 'stopped' | 'denied' }>,
  begun: boolean,
): readonly ChangeResult[] {
  const status = begun || sent.kind === 'denied' ? 'failed' : 'not-attempted';
  return domain.changes.map((change) => {
    const left = leftToDo(domain, change, { ...domain.actual, webhooks: known.webhooks });
    return left.kind === 'nothing' ? { status: 'applied', change } : { status, change, reason: sent.message };
  });
}

interface Surprise {
  readonly call: Call;
  readonly sent: Exclude<Sent, { kind: 'stopped' | 'denied' }>;
  readonly before: ReadDomain['webhooks'];
}

async function finishWithV3(
  context: DomainContext,
  { call, sent, before }: Surprise,
): Promise<readonly ChangeResult[]> {
  const { domain, ports } = context;
  if (sent.kind === 'unknown') await pause(context);
  const again =
    sent.kind === 'moved' ? { kind: 'read' as const, state: sent.state } : await readAgain(context);
  if (again.kind === 'unread') {
    const reason = `${messageOf(sent)}; the domain could not be read afterwards: ${again.message}`;
    return domain.changes.map((change) => ({ status: 'failed', change, reason }));
  }
  const wasApplied = sent.kind === 'unknown' && !context.lost.has(call);
  if (isRowCall(call) && sent.kind === 'done') tellMissing(context, { call, sent, before }, again.state);
  const found = new Map<Change, ChangeResult>();
  for (const change of additionsFirst(domain.changes)) {
    found.set(change, await finish(context, change, again.state));
  }
  const results = domain.changes.flatMap((change) => found.get(change) ?? []);
  const v3DidIt = results.every(({ status }) => status === 'applied');
  // An answer that was lost on its way says nothing about v4.
  const surprised = isRowCall(call) && sent.kind !== 'moved' && !wasApplied;
  if (surprised && v3DidIt) ports.rowTrust.noteSurprise(domain.account);
  return results;
}

/** What a v4 call should not have touched, and is gone: nothing puts it back that no configuration asks for. */
function tellMissing({ domain, ports }: DomainContext, { call, before }: Surprise, state: ReadDomain): void {
  const predicted = webhooksAfter(before, call);
  const missing = EVENT_TYPES.flatMap((each) =>
    urlsWithout(predicted[each] ?? [], state.webhooks[each] ?? []).map((url) => `${each} ${url}`),
  );
  if (missing.length === 0) return;
  const message = `${domain.domain} has lost more than the plan took away, at the time of ${callRequest(call)}: ${missing.join(', ')}`;
  ports.journal.record({
    kind: 'notice',
    level: 'error',
    event: 'deliveries-missing',
    account: domain.account,
    message,
  });
}

async function finish(context: DomainContext, change: Change, state: ReadDomain): Promise<ChangeResult> {
  const left = leftToDo(context.domain, change, state);
  if (left.kind === 'nothing') return { status: 'applied', change };
  if (left.kind === 'refused') return notAttempted(change, left.reason);
  return settleChange(context, change, left.change);
}
