import type { Parsed } from '../model/parsed.ts';
import { isMapping, shown } from './mapping.ts';
import { SeedReader } from './seed-reader.ts';
import type { Tracking } from './tracking-settings.ts';

/**
 * What the emulated account holds at the start. As YAML:
 *
 *     domains:
 *       mg.example.com:
 *         delivered: [https://hooks.example.com/mailgun]
 *         bounce: http://old.example.com          # a legacy webhook, with its one URL
 *       new.example.com: {}
 *     tracking:
 *       mg.example.com: { open: true, click: htmlonly }
 *     disabled: [new.example.com]
 *     subaccounts:
 *       5f3c0a: [new.example.com]
 */
export interface Seed {
  /**
   * All domains, in lower case, with their webhooks: an event type and its URLs, or the name of a legacy webhook and
   * its one URL.
   */
  readonly domains: Readonly<Record<string, SeededHooks>>;
  /** Tracking settings by domain; all are off by default. */
  readonly tracking?: Readonly<Record<string, Partial<Tracking>>>;
  /** Domains that are disabled. */
  readonly disabled?: readonly string[];
  /** Domains that are not verified yet. */
  readonly unverified?: readonly string[];
  /** Ids of subaccounts, and which of the domains are theirs. */
  readonly subaccounts?: Readonly<Record<string, readonly string[]>>;
}

export type SeededHooks = Readonly<Record<string, string | readonly string[]>>;

/**
 * Checks a seed that was read from YAML or JSON. The problem has one line for each thing that is wrong, with its
 * place, the value, and what would be right.
 */
export function parseSeed(value: unknown): Parsed<Seed> {
  if (!isMapping(value))
    return { problem: `the seed: expected a mapping with 'domains', got ${shown(value)}` };
  const reader = new SeedReader(value);
  const seed = reader.read();
  return reader.problems.length === 0 ? { value: seed } : { problem: reader.problems.join('\n') };
}
