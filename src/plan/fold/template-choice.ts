import { EVENT_TYPES } from '../../model/event-type.ts';
import { buildWebhooks, sameUrls, type Webhooks } from '../../model/webhooks.ts';
import type { Group } from './grouping.ts';

/** A set of webhooks that is written once, for all groups that start from it. */
export interface SharedWebhooks {
  readonly webhooks: Webhooks;
}

/** How the domains of a group are written. */
export interface Choice {
  readonly group: Group;
  /** What they start from; absent where they share nothing with others. */
  readonly shared?: SharedWebhooks;
  /** What they say themselves: everything, or what differs from `shared`. */
  readonly own: Webhooks;
}

/** Only so many templates are looked at as a start for others: a rare one would explain nothing to a reader. */
const STARTS_MAX = 50;

/**
 * Decides for each group, the largest first, by the lines it would take:
 *
 * | the domains of the group                | lines (n domains, e event types, d that differ) |
 * |-----------------------------------------|-------------------------------------------------|
 * | start from a template as it is          | n                                               |
 * | start from one, and say what differs    | n * (2 + d), if d is at most half of e          |
 * | get a template of their own, if n > 1   | 2 + e + n                                       |
 * | say everything themselves, if n = 1     | 2 + e                                           |
 */
export function chooseTemplates(groups: readonly Group[]): readonly Choice[] {
  const templates: SharedWebhooks[] = [];
  return groups.map((group) => {
    const start = bestStart(group, templates);
    if (start !== undefined) return { group, ...start };
    if (group.domains.length < 2 || countNamed(group.webhooks) === 0) return { group, own: group.webhooks };
    const shared = { webhooks: group.webhooks };
    templates.push(shared);
    return { group, shared, own: {} };
  });
}

type Start = Required<Pick<Choice, 'shared' | 'own'>>;

function bestStart(group: Group, templates: readonly SharedWebhooks[]): Start | undefined {
  const named = countNamed(group.webhooks);
  let best: { readonly start: Start; readonly differences: number } | undefined;
  for (const shared of templates.slice(0, STARTS_MAX)) {
    if (named === 0 || group.closed.some((eventType) => shared.webhooks[eventType] !== undefined)) continue;
    const own = differenceOf(shared.webhooks, group.webhooks);
    const differences = countNamed(own);
    if (best === undefined || differences < best.differences) best = { start: { shared, own }, differences };
  }
  return best !== undefined && isWorthIt(group, best.differences) ? best.start : undefined;
}

function isWorthIt({ domains: { length: n }, webhooks }: Group, differences: number): boolean {
  if (differences === 0) return true;
  const named = countNamed(webhooks);
  const otherwise = n > 1 ? 2 + named + n : 2 + named;
  return differences * 2 <= named && n * (2 + differences) < otherwise;
}

/** What has to be said on top of `from` to get `to`; an empty list where `to` has nothing. */
function differenceOf(from: Webhooks, to: Webhooks): Webhooks {
  return buildWebhooks((eventType) => {
    const [before = [], after = []] = [from[eventType], to[eventType]];
    return sameUrls(before, after) ? undefined : after;
  });
}

export function countNamed(webhooks: Webhooks): number {
  return EVENT_TYPES.filter((eventType) => webhooks[eventType] !== undefined).length;
}
