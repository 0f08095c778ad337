import { Arrivals } from './arrivals.ts';
import { type Behaviour, DEFAULT_BEHAVIOUR } from './behaviour.ts';
import type { EmulatorClock } from './clock.ts';
import { ControlSurface } from './control.ts';
import { FaultBook } from './faults/fault-book.ts';
import type { FaultRule } from './faults/fault-rule.ts';
import { Gate } from './gate.ts';
import { hookRecord } from './hook-table.ts';
import { listen } from './listener.ts';
import { Pipeline } from './pipeline.ts';
import { DEFAULT_RATE_LIMIT, type RateLimit } from './rate-limit.ts';
import { type LoggedRequest, RequestLog } from './request-log.ts';
import type { Seed } from './seed.ts';
import { type StateChange, World } from './world.ts';

export interface EmulatorOptions {
  /** Default: an account without domains. */
  readonly seed?: Seed;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** The one key that is good. Default: any key is, and all open the same account. */
  readonly apiKey?: string;
  /** Default 300 requests in a window of 60 seconds that the first request opens. */
  readonly rate?: RateLimit | 'none';
  /** How to answer where it is not known how Mailgun does. */
  readonly behaviour?: Partial<Behaviour>;
  readonly faults?: readonly FaultRule[];
  readonly clock: EmulatorClock;
}

/** A running emulation of Mailgun's API for webhooks, domains and tracking, over HTTP. */
export interface Emulator {
  /** Such as `http://127.0.0.1:8025`. */
  readonly origin: string;
  /** All requests that have arrived, in order; the last 100 000 of them. */
  requests(): readonly LoggedRequest[];
  /** The webhooks of a domain as they are, in the order the server would answer them. Throws for an unknown domain. */
  webhooks(domain: string): Readonly<Record<string, readonly string[]>>;
  /** Somebody else sets the URLs of one webhook, of any name; `[]` removes it. Throws for an unknown domain. */
  setWebhooks(domain: string, eventType: string, urls: readonly string[]): void;
  /** Somebody else adds a domain without webhooks, or removes one. */
  addDomain(domain: string): void;
  removeDomain(domain: string): void;
  /** The state of a domain after each write, and the request that caused it; the last 100 000 of them. */
  history(): readonly StateChange[];
  /** Most requests of one budget (see `rateScope`) that arrived within any window of the rate, also refused ones. */
  worstWindow(): number;
  addFault(rule: FaultRule): void;
  clearFaults(): void;
  /** Ends all connections, also those that hang or wait. */
  close(): Promise<void>;
}

const DEFAULT_HOST = '127.0.0.1';

/** Rejects if the port is taken. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { seed = { domains: {} }, clock, rate = DEFAULT_RATE_LIMIT, host = DEFAULT_HOST, port = 0 } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const behaviour = { ...DEFAULT_BEHAVIOUR, ...options.behaviour };
  const world = new World(seed, () => clock.nowMs());
  const log = new RequestLog();
  const faults = new FaultBook({ world, clock, signal });
  for (const rule of options.faults ?? []) faults.add(rule);
  const gate = new Gate({ ...options, behaviour });
  const arrivals = new Arrivals((rate === 'none' ? DEFAULT_RATE_LIMIT : rate).windowMs);
  const pipeline = new Pipeline({ world, log, gate, faults, arrivals, behaviour, clock, signal });
  const control = new ControlSurface({ world, log, faults });
  const listener = await listen({ host, port, handlers: [control, pipeline] });

  return {
    origin: listener.origin,
    requests: () => log.all(),
    webhooks: (domain) => hookRecord(world.hooks(knownDomain(world, domain))),
    setWebhooks: (domain, eventType, urls) => world.setHook(knownDomain(world, domain), eventType, urls),
    addDomain: (domain) => world.addDomain(domain, { domains: {} }),
    removeDomain: (domain) => world.removeDomain(knownDomain(world, domain)),
    history: () => world.history().map((change) => withLatest(change, log)),
    worstWindow: () => arrivals.worstWindow(),
    addFault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    close: () => {
      closing.abort();
      return listener.close();
    },
  };
}

function knownDomain(world: World, domain: string): string {
  const name = domain.toLowerCase();
  if (world.domain(name) !== undefined) return name;
  const names = world.domains().map((known) => known.name);
  throw new Error(`The emulator has no domain '${domain}'; it has: ${names.join(', ') || 'none'}`);
}

/** The request of a change with the status it was answered with since. */
function withLatest(change: StateChange, log: RequestLog): StateChange {
  const request = change.request && log.find(change.request.id);
  return request === undefined ? change : { ...change, request };
}
