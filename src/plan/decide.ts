import type { Policy } from '../model/policy.ts';
import { sameUrls, URLS_PER_EVENT_TYPE_MAX, urlSet, urlsWithout } from '../model/webhooks.ts';

/** What is known about one event type of one domain. URL lists are in canonical form. */
export interface Facts {
  readonly policy: Policy;
  /** URLs the configuration asks for; absent if it does not name the event type. */
  readonly desired?: readonly string[];
  readonly actual: readonly string[];
  /** Those of `actual` that match an `ignore` pattern. */
  readonly ignored: readonly string[];
}

/**
 * What to do about one event type.
 *
 * - `set`: make the URLs `goal`; `strict` is what the configuration alone would have, so the way from `goal` to
 *   `strict` is drift that the policy withholds.
 * - `unmanaged`: not ours; shown if it has URLs.
 * - `conflict`: `desired` and `kept` together are more than three URLs; the event type is refused, and only it.
 */
export type Decision =
  | { readonly kind: 'set'; readonly goal: readonly string[]; readonly strict: readonly string[] }
  | { readonly kind: 'unmanaged' }
  | { readonly kind: 'conflict'; readonly kept: readonly string[] };

/**
 * The truth table. D is desired, I is ignored, V is visible: actual without ignored.
 *
 * | policy    | named in YAML | goal          | strict | so that                                                  |
 * |-----------|---------------|---------------|--------|----------------------------------------------------------|
 * | `listed`  | yes           | D + I         | D + I  | exactly the URLs in YAML, next to the ignored ones       |
 * | `listed`  | no            | unmanaged     |        | left alone, shown                                        |
 * | `exact`   | yes           | D + I         | D + I  | as `listed`                                              |
 * | `exact`   | no            | I             | I      | pruned                                                   |
 * | `merge`   | yes           | D + I + V     | D + I  | nothing is ever removed; foreign URLs (V - D) are shown  |
 * | `merge`   | no            | unmanaged     |        | left alone, shown                                        |
 * | `observe` | yes           | actual        | D + I  | nothing is written; all drift is withheld                |
 * | `observe` | no            | unmanaged     |        | left alone, shown                                        |
 *
 * A goal (under `observe` the strict list) of more than three URLs is a conflict, whatever the policy.
 * The ignored URLs stand in every row, so no row can remove one.
 */
export function decide(facts: Facts): Decision {
  const desired = facts.desired ?? (facts.policy === 'exact' ? [] : undefined);
  if (desired === undefined) return { kind: 'unmanaged' };
  const strict = urlSet([...desired, ...facts.ignored]);
  const goal = goalOf(facts, strict);
  const written = facts.policy === 'observe' ? strict : goal;
  if (written.length > URLS_PER_EVENT_TYPE_MAX && !sameUrls(written, facts.actual)) {
    return { kind: 'conflict', kept: urlsWithout(written, desired) };
  }
  return { kind: 'set', goal, strict };
}

function goalOf({ policy, actual }: Facts, strict: readonly string[]): readonly string[] {
  switch (policy) {
    case 'listed':
    case 'exact':
      return strict;
    case 'merge':
      return urlSet([...strict, ...actual]);
    case 'observe':
      return actual;
  }
}
