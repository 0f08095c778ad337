import { parse } from 'yaml';
import { DEFAULT_GUARD } from '../../../src/model/account.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { type Delivery, deliveriesOf, mayGo, type State, toYaml, type Wishes } from './scene.ts';

const [A, B, C] = ['a', 'b', 'c'].map((name) => `https://h.example/${name}`) as [string, string, string];

/** Two domains that are just as the configuration asks: whatever is deleted, is deleted by the cut. */
export const CUT_SEED: State = {
  'first.example.com': { delivered: [A, B], opened: [A], clicked: [A, C] },
  'second.example.com': { delivered: [A, B, C], permanent_fail: [B] },
};

export function cutWishes(policy: Policy): Wishes {
  const domains = Object.entries(CUT_SEED);
  return Object.fromEntries(domains.map(([domain, webhooks]) => [domain, { policy, webhooks }] as const));
}

/** A configuration that was cut off at the end of a line. */
export interface Cut {
  readonly line: number;
  readonly text: string;
  /** What the rest asks for; absent if it is no configuration. */
  readonly wishes?: Wishes;
  /** Deliveries that the rest asks to remove, though the whole did not. */
  readonly holes: readonly Delivery[];
  /** Whether that is more than the guard allows. */
  readonly guarded: boolean;
}

/** All configurations that are left when lines are lost from the end. */
export function cutsOf(policy: Policy): readonly Cut[] {
  const lines = toYaml(cutWishes(policy)).split('\n').slice(0, -1);
  return lines.map((_, index) => cutAfter(lines.slice(0, index)));
}

/**
 * What is left is a configuration if, and only if, it ends with a URL: a key without a value is `null`, which is refused
 * wherever a cut can leave it.
 */
function cutAfter(lines: readonly string[]): Cut {
  const cut = { line: lines.length, text: lines.map((line) => `${line}\n`).join('') };
  if (lines.at(-1)?.startsWith('        - ') !== true) return { ...cut, holes: [], guarded: false };
  const { domains: wishes }: { readonly domains: Wishes } = parse(cut.text);
  const seen = Object.keys(wishes).flatMap((domain) => deliveriesOf(domain, CUT_SEED[domain] ?? {}));
  const holes = seen.filter((delivery) => mayGo(wishes, delivery));
  const { maxDeletes, maxDeletePercent } = DEFAULT_GUARD;
  const guarded = holes.length > maxDeletes || (100 * holes.length) / seen.length > maxDeletePercent;
  return { ...cut, wishes, holes, guarded };
}
