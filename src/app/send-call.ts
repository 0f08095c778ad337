import { type Call, isAdditive, isRowCall } from '../model/call.ts';
import { webhooksAfter } from '../model/call-effect.ts';
import type { ReadDomain } from '../model/domain-state.ts';
import { urlSet, urlsWithout, type Webhooks } from '../model/webhooks.ts';
import type { IntendedCall } from '../ports/audit-trail.ts';
import type { CallOutcome } from '../ports/mailgun-api.ts';
import { type DomainContext, readAgain } from './domain-context.ts';
import { portOf } from './ports.ts';

/** How old the last read of a domain may be when a call that replaces or removes leaves. */
const FRESH_FOR_MS = 10_000;

type Done = CallOutcome & { readonly kind: 'done' };

/** How often a call whose turn came too late is given another turn. */
const TURNS_MAX = 3;

/** What became of a call, or the domain as it is when it is no longer as the call was made for. */
export type Sent =
  | Exclude<CallOutcome, { kind: 'too-late' }>
  | { readonly kind: 'moved'; readonly state: ReadDomain };

/**
 * Sends a call once. Mailgun has no way to make a write conditional, so a call that replaces or removes must rest on
 * what the domain had a moment ago: if its turn comes later than `FRESH_FOR_MS` after the last read, the domain is
 * read again, and the call leaves only if `stillRight` says so. A call that only adds needs none of this: Mailgun
 * refuses it where it would meet anything.
 */
export async function sendWhileFresh(
  context: DomainContext,
  call: Call,
  stillRight: (state: ReadDomain) => boolean,
): Promise<Sent> {
  for (let turn = 1; turn <= TURNS_MAX; turn += 1) {
    if (context.ports.clock.nowMs() > sendBeforeMs(context, call)) {
      const lost = lostLeadership(context);
      if (lost !== undefined) return lost;
      const again = await readAgain(context);
      if (again.kind === 'unread') return { kind: 'stopped', message: again.message };
    }
    // Also where nothing is read now: the read for another call may have shown that this one is no longer right.
    const state = knownState(context);
    if (!stillRight(state)) return { kind: 'moved', state };
    const outcome = await sendOnce(context, call);
    if (outcome.kind !== 'too-late') return outcome;
  }
  const message = `its turn never came within ${FRESH_FOR_MS / 1000} s of reading the domain: requestsPerMinute is too low, or others use it up`;
  return { kind: 'stopped', message };
}

function knownState({ domain, known }: DomainContext): ReadDomain {
  const { webhooks, unknownHooks } = known;
  return { ...domain.actual, webhooks, unknownHooks };
}

function sendBeforeMs({ ports, known }: DomainContext, call: Call): number {
  const freshUntilMs = isAdditive(call) ? Number.POSITIVE_INFINITY : known.readAtMs + FRESH_FOR_MS;
  return Math.min(freshUntilMs, ports.leadership.writeUntilMs());
}

function lostLeadership({ ports }: DomainContext): Sent | undefined {
  const { leadership, clock } = ports;
  if (clock.nowMs() <= leadership.writeUntilMs()) return undefined;
  return { kind: 'stopped', message: leadership.state().problem ?? 'another process leads now' };
}

async function sendOnce(context: DomainContext, call: Call): Promise<CallOutcome> {
  const { ports, domain, halt, lost } = context;
  if (halt.reason !== undefined) return { kind: 'stopped', message: halt.reason };
  const begun: IntendedCall[] = [];
  const outcome = await portOf(ports.writers, domain.account).send(call, {
    priority: 'write',
    signal: halt.signal,
    sendBeforeMs: () => sendBeforeMs(context, call),
    beforeLeaving: async () => {
      // What was told to slow down leaves again, and is the same call.
      if (begun.length > 0) return;
      const intended = intend(context, call);
      begun.push(intended);
      await ports.audit.begin(intended);
    },
  });
  if (outcome.kind === 'denied') halt.halt(outcome.message);
  const message = outcome.kind === 'done' ? {} : { message: outcome.message };
  ports.journal.record({ kind: 'call-settled', call, result: outcome.kind, ...message });
  const [intended = intend(context, call)] = begun;
  if (outcome.kind === 'done') await note(context, intended, outcome);
  else if (outcome.kind === 'unknown') lost.add(intended);
  else if (begun.length > 0) await ports.audit.drop(intended);
  return outcome;
}

function intend({ ports, planId, runId, known }: DomainContext, call: Call): IntendedCall {
  const before = known.webhooks;
  const after = webhooksAfter(before, call);
  return { id: ports.newId(), runId, atMs: ports.clock.wallMs(), planId, call, before, after };
}

/** Keeps in the audit trail what Mailgun carried out. */
async function note(context: DomainContext, intended: IntendedCall, outcome: Done): Promise<void> {
  const { ports, known, lost } = context;
  const before = found(context, intended.call, outcome);
  const after = answeredWebhooks(context, intended.call, outcome);
  known.webhooks = after;
  await lost.dropUnseen();
  await ports.audit.record({ ...intended, before, after });
}

/** The domain before a call: the answer to a v3 DELETE names what was there, which may be more than we knew. */
function found({ known }: DomainContext, call: Call, { removed = [] }: Done): Webhooks {
  if (call.kind !== 'v3-delete') return known.webhooks;
  const urls = urlSet([...(known.webhooks[call.eventType] ?? []), ...removed]);
  return webhooksAfter(known.webhooks, { ...call, kind: 'v3-update', urls });
}

/** URLs that a v3 DELETE removed although we did not know of them. */
export function removedUnknowingly(
  { removed = [] }: Done,
  knownBefore: readonly string[],
): readonly string[] {
  return urlsWithout(removed, knownBefore);
}

/** The domain after a call, as its answer says: all of it after a v4 call, one event type after a v3 call. */
function answeredWebhooks({ known }: DomainContext, call: Call, { webhooks }: Done): Webhooks {
  if (isRowCall(call)) return webhooks;
  const urls = webhooks[call.eventType] ?? [];
  const kind = urls.length === 0 ? 'v3-delete' : 'v3-update';
  return webhooksAfter(known.webhooks, { ...call, kind, urls });
}
