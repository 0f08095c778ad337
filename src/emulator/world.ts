import { type HookTable, hookRecord, inAnswerOrder, withHook } from './hook-table.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Seed, SeededHooks } from './seed.ts';
import { DEFAULT_TRACKING, type Tracking } from './tracking-settings.ts';

/** A domain of the account, or of one of its subaccounts. */
export interface DomainRecord {
  /** Lower case. */
  readonly name: string;
  /** 24 hexadecimal digits. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  readonly state: 'active' | 'unverified' | 'disabled';
  readonly subaccount?: string;
  readonly tracking: Tracking;
}

/** A domain after a write. */
export interface StateChange {
  readonly atMs: number;
  readonly domain: string;
  readonly before: Readonly<Record<string, readonly string[]>>;
  readonly webhooks: Readonly<Record<string, readonly string[]>>;
  /** The request that caused it; absent if somebody else changed the domain. */
  readonly request?: LoggedRequest;
}

/** What a write makes of a domain. */
export interface Write {
  readonly domain: string;
  readonly hooks: HookTable;
  readonly request?: LoggedRequest;
}

/** Changes kept; the oldest ones are dropped, so that an emulator can run for months. */
const HISTORY_MAX = 100_000;

/** Domains are a minute apart, so that "newest first" is the reverse of the seed's order. */
const FIRST_CREATED_MS = Date.UTC(2024, 0, 1);

/** The state of the emulated account: its domains, their webhooks, and how they came to be. */
export class World {
  readonly #nowMs: () => number;
  readonly #domains = new Map<string, DomainRecord>();
  readonly #hooks = new Map<string, HookTable>();
  #history: StateChange[] = [];
  #created = 0;

  constructor(seed: Seed, nowMs: () => number) {
    this.#nowMs = nowMs;
    for (const name of Object.keys(seed.domains)) this.addDomain(name, seed);
  }

  addDomain(name: string, seed: Seed): void {
    const key = name.toLowerCase();
    const number = this.#created;
    this.#created += 1;
    const subaccount = Object.entries(seed.subaccounts ?? {}).find(([, names]) => names.includes(name))?.[0];
    this.#domains.set(key, {
      name: key,
      id: `65920080${number.toString(16).padStart(16, '0')}`,
      createdMs: FIRST_CREATED_MS + number * 60_000,
      state: stateOf(name, seed),
      ...(subaccount === undefined ? {} : { subaccount }),
      tracking: { ...DEFAULT_TRACKING, ...seed.tracking?.[name] },
    });
    this.#hooks.set(key, seededHooks(seed.domains[name] ?? {}));
  }

  removeDomain(name: string): void {
    this.#domains.delete(name);
    this.#hooks.delete(name);
  }

  domain(name: string): DomainRecord | undefined {
    return this.#domains.get(name);
  }

  /** In the order they were created. */
  domains(): readonly DomainRecord[] {
    return [...this.#domains.values()];
  }

  hooks(name: string): HookTable {
    return this.#hooks.get(name) ?? new Map();
  }

  /** The webhooks as they were at an earlier moment. */
  hooksAt(name: string, atMs: number): HookTable {
    const later = this.#history.find((change) => change.domain === name && change.atMs > atMs);
    return later === undefined ? this.hooks(name) : new Map(Object.entries(later.before));
  }

  lastWriteMs(name: string): number | undefined {
    return this.#history.findLast((change) => change.domain === name)?.atMs;
  }

  write({ domain, hooks, request }: Write): void {
    const before = hookRecord(this.hooks(domain));
    this.#hooks.set(domain, hooks);
    this.#history.push({
      atMs: this.#nowMs(),
      domain,
      before,
      webhooks: hookRecord(hooks),
      ...(request === undefined ? {} : { request }),
    });
    if (this.#history.length > HISTORY_MAX) this.#history = this.#history.slice(HISTORY_MAX / 10);
  }

  /** Somebody else sets the URLs of one webhook; `[]` removes it. */
  setHook(domain: string, name: string, urls: readonly string[]): void {
    this.write({ domain, hooks: withHook(this.hooks(domain), name, urls) });
  }

  history(): readonly StateChange[] {
    return [...this.#history];
  }
}

function seededHooks(hooks: SeededHooks): HookTable {
  const lists = Object.entries(hooks).map(
    ([name, urls]) => [name, typeof urls === 'string' ? [urls] : urls] as const,
  );
  return inAnswerOrder(new Map(lists.filter(([, urls]) => urls.length > 0)));
}

function stateOf(name: string, seed: Seed): DomainRecord['state'] {
  if (seed.disabled?.includes(name)) return 'disabled';
  return seed.unverified?.includes(name) ? 'unverified' : 'active';
}
