/**
 * Which changes are allowed on a domain.
 *
 * | policy    | event type in YAML                                 | event type not in YAML        |
 * |-----------|----------------------------------------------------|-------------------------------|
 * | `listed`  | exactly the URLs in YAML                           | unmanaged: left alone, shown  |
 * | `exact`   | exactly the URLs in YAML                           | pruned                        |
 * | `merge`   | URLs in YAML are present; no URL is ever removed   | left alone                    |
 * | `observe` | nothing is written; drift is reported              | left alone                    |
 */
export const POLICIES = ['listed', 'exact', 'merge', 'observe'] as const;

export type Policy = (typeof POLICIES)[number];
