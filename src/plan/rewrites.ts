import type { Call } from '../model/call.ts';
import { webhooksAfter } from '../model/call-effect.ts';
import { type WebhookKey, webhookText } from '../model/change.ts';
import { EVENT_TYPES } from '../model/event-type.ts';
import { sameUrls, type Webhooks } from '../model/webhooks.ts';

/** A call that Mailgun accepted, or may have, as the audit trail keeps it. */
export interface PastCall {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly planId: string;
  readonly call: Call;
  readonly before: Webhooks;
  /** What Mailgun answered; not always what it did. */
  readonly after: Webhooks;
  /** The answer was lost, so nobody knows whether Mailgun carried it out; `after` is what it was to make. */
  readonly outcome?: 'unknown';
}

/** What a past pass made of one webhook, in one call or several. */
export interface Rewrite {
  readonly key: WebhookKey;
  readonly planId: string;
  /** Of the last call, in milliseconds since 1970. */
  readonly atMs: number;
  readonly from: readonly string[];
  /** What it was to become. */
  readonly to: readonly string[];
}

/**
 * What past calls, oldest first, were for; oldest first. Calls of one plan that go on where the one before left off are
 * steps on the way to its goal, and one rewrite. What may not have been carried out is none.
 */
export function rewritesOf(calls: readonly PastCall[]): readonly Rewrite[] {
  const lastOf = new Map<string, Rewrite>();
  const rewrites = new Set<Rewrite>();
  for (const step of calls.filter(({ outcome }) => outcome === undefined).flatMap(stepsOf)) {
    const name = webhookText(step.key);
    const last = lastOf.get(name);
    const goesOn = last?.planId === step.planId && sameUrls(last.to, step.from);
    const rewrite = goesOn ? { ...step, from: last.from } : step;
    if (goesOn) rewrites.delete(last);
    rewrites.add(rewrite);
    lastOf.set(name, rewrite);
  }
  return [...rewrites];
}

/** What one call was to change, whatever became of it. */
export function stepsOf({ atMs, planId, call, before }: PastCall): readonly Rewrite[] {
  const { account, domain } = call;
  const after = webhooksAfter(before, call);
  return EVENT_TYPES.flatMap((eventType) => {
    const [from, to] = [before[eventType] ?? [], after[eventType] ?? []];
    return sameUrls(from, to) ? [] : [{ key: { account, domain, eventType }, planId, atMs, from, to }];
  });
}
