import { EVENT_TYPES } from '../../../src/model/event-type.ts';
import type { Policy } from '../../../src/model/policy.ts';

/** Event types and their URLs, as the emulator tells them. */
export type Hooks = Readonly<Record<string, readonly string[]>>;

/** What a configuration asks of each domain that it names, and what the emulator holds of each that there is. */
export type Wishes = Readonly<Record<string, { readonly policy: Policy; readonly webhooks: Hooks }>>;
export type State = Readonly<Record<string, Hooks>>;

const url = (name: string) => `https://h.example/${name}`;
export const OURS = url('ours');
const FRESH = url('fresh');
export const FOREIGN = url('foreign');

export const OTHERS = url('others');

/** The domain that a disaster is about, and one that it is not about: both have drift of every kind. */
export const STRUCK = 'struck.example.com';
export const BYSTANDER = 'bystander.example.com';
/** In sync, and with so many deliveries that what is asked of the other two is within the guard. */
export const LARGE = 'large.example.com';
/** Nobody's business: the configuration does not name them. */
export const UNNAMED = 'unnamed.example.com';
export const OTHER = 'other.example.com';

/** What the struck domain and its bystander have before the disaster. */
export const DRIFTED: Hooks = {
  delivered: [FOREIGN, OURS],
  opened: [OURS],
  clicked: [FOREIGN],
  complained: [FOREIGN],
};
const WANTED: Hooks = { delivered: [OURS, FRESH], opened: [OURS], complained: [], permanent_fail: [OURS] };
const FULL: Hooks = Object.fromEntries(EVENT_TYPES.map((name) => [name, [OURS, FRESH, FOREIGN].sort()]));

/**
 * What there is before the disaster. What the valid configuration asks of a struck domain and of the bystander:
 *
 * | event type       | actual        | desired     | `listed`      | `exact`       | `merge`       | `observe` |
 * |------------------|---------------|-------------|---------------|---------------|---------------|-----------|
 * | `delivered`      | ours, foreign | ours, fresh | foreign goes  | foreign goes  | fresh is added | nothing  |
 * | `opened`         | ours          | ours        | in sync       | in sync       | in sync       | nothing   |
 * | `clicked`        | foreign       | not named   | left alone    | foreign goes  | left alone    | nothing   |
 * | `complained`     | foreign       | none        | foreign goes  | foreign goes  | left alone    | nothing   |
 * | `permanent_fail` | none          | ours        | ours is added | ours is added | ours is added | nothing   |
 */
export function seedOf(struck: readonly string[] = [STRUCK]): State {
  const drifted = [...struck, BYSTANDER, UNNAMED].map((domain) => [domain, DRIFTED] as const);
  return { ...Object.fromEntries(drifted), [LARGE]: FULL, [OTHER]: { delivered: [OTHERS] } };
}

/** What the valid configuration asks for. */
export function wishesUnder(policy: Policy, struck: readonly string[] = [STRUCK]): Wishes {
  const wanted = [...struck, BYSTANDER].map((domain) => [domain, { policy, webhooks: WANTED }] as const);
  return { ...Object.fromEntries(wanted), [LARGE]: { policy, webhooks: FULL } };
}

/** The wishes as a configuration file, in block style: a line for each domain, event type and URL. */
export function toYaml(wishes: Wishes): string {
  const domains = Object.entries(wishes).map(([domain, { policy, webhooks }]) => {
    const hooks = Object.entries(webhooks).map(([event, urls]) =>
      urls.length === 0
        ? `      ${event}: []\n`
        : `      ${event}:\n${urls.map((each) => `        - ${each}\n`).join('')}`,
    );
    return `  ${domain}:\n    policy: ${policy}\n    webhooks:\n${hooks.join('')}`;
  });
  return `version: 1\ndefaults: { account: main }\ndomains:\n${domains.join('')}...\n`;
}

/** Whether the wishes ask for a delivery to go: the policy table of the design, and nothing of the planner. */
export function mayGo(wishes: Wishes, { domain, event, url: gone }: Delivery): boolean {
  const wish = wishes[domain];
  if (wish === undefined || wish.policy === 'merge' || wish.policy === 'observe') return false;
  const named = wish.webhooks[event];
  return named === undefined ? wish.policy === 'exact' : !named.includes(gone);
}

/** What a domain comes to when its wishes are granted. Only where they are possible: no fourth URL. */
export function granted(wishes: Wishes, domain: string, actual: Hooks): Hooks {
  const wish = wishes[domain];
  if (wish === undefined || wish.policy === 'observe') return tidy(actual);
  const kept = Object.entries(actual).map(
    ([event, urls]) => [event, urls.filter((each) => !mayGo(wishes, { domain, event, url: each }))] as const,
  );
  const after = new Map(kept);
  for (const [event, urls] of Object.entries(wish.webhooks))
    after.set(event, [...new Set([...urls, ...(after.get(event) ?? [])])]);
  return tidy(Object.fromEntries(after));
}

/** The same hooks in one order, without event types that have no URL, so that equal means equal. */
export function tidy(hooks: Hooks): Hooks {
  const filled = Object.entries(hooks).filter(([, urls]) => urls.length > 0);
  return Object.fromEntries(filled.map(([event, urls]) => [event, [...urls].sort()] as const).sort());
}

/** One URL on one event type. */
export interface Delivery {
  readonly domain: string;
  readonly event: string;
  readonly url: string;
}

export function deliveriesOf(domain: string, hooks: Hooks): readonly Delivery[] {
  return Object.entries(hooks).flatMap(([event, urls]) => urls.map((each) => ({ domain, event, url: each })));
}
