import { type Change, removedUrls, urlsAfter } from '../model/change.ts';
import type { ReadDomain } from '../model/domain-state.ts';
import { sameUrls } from '../model/webhooks.ts';
import type { DomainPlan } from '../plan/plan.ts';
import { planDomain } from '../plan/plan-domain.ts';

/** What is left of a change of a plan. */
export type LeftToDo =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'change'; readonly change: Change }
  /** Going on would harm; the reason is a sentence. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Decides a change of the plan anew, from a read that was made since.
 *
 * | the read shows                            | left to do                                                     |
 * |-------------------------------------------|----------------------------------------------------------------|
 * | what the change asked for, or no drift     | nothing: an answer was lost, or somebody else did it           |
 * | a change, the same or another              | that one, if it removes no URL that the plan did not remove     |
 * | a change that removes more                 | refused: somebody may have agreed to the plan, but not to this |
 * | a conflict: a fourth URL                   | refused: somebody else took the place                          |
 */
export function leftToDo({ desired }: DomainPlan, original: Change, state: ReadDomain): LeftToDo {
  const { eventType } = original.key;
  const planned = planDomain(desired, state);
  if (planned.conflicts.some(({ key }) => key.eventType === eventType)) {
    return { kind: 'refused', reason: 'meanwhile others took the places, and a fourth URL is not possible' };
  }
  const change = planned.changes.find(({ key }) => key.eventType === eventType);
  const settled = sameUrls(state.webhooks[eventType] ?? [], urlsAfter(original));
  if (change === undefined || settled) return { kind: 'nothing' };
  const shown = removedUrls(original);
  if (removedUrls(change).some((url) => !shown.includes(url))) {
    const reason =
      'somebody else changed it meanwhile, and going on would remove a URL the plan did not show';
    return { kind: 'refused', reason };
  }
  return { kind: 'change', change };
}
