import type { Handler } from '../exchange.ts';
import { addressedDomain, addressedEventTypes, type ReceivedRequest } from '../received-request.ts';
import { effectOf } from './effect-of.ts';
import type { FaultEffect, FaultScene } from './fault-effect.ts';
import type { FaultMatch, FaultRule } from './fault-rule.ts';

/** What the faults do to one request. */
export interface Struck {
  /** How long the network keeps it before it arrives. */
  readonly holdMs: number;
  readonly around: (handle: Handler) => Handler;
}

interface OpenRule {
  readonly rule: FaultRule;
  readonly addedMs: number;
  readonly path: RegExp;
  /** Requests for which the conditions held. */
  seen: number;
  /** Requests that were hit. */
  hits: number;
}

/** The faults that are in force, and how often each has struck. */
export class FaultBook {
  readonly #scene: FaultScene;
  #rules: OpenRule[] = [];

  constructor(scene: FaultScene) {
    this.#scene = scene;
  }

  /** Throws a `SyntaxError` if `match.path` is not a regular expression. */
  add(rule: FaultRule): void {
    const path = new RegExp(rule.match?.path ?? '');
    this.#rules.push({ rule, addedMs: this.#scene.clock.nowMs(), path, seen: 0, hits: 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  rules(): readonly { readonly rule: FaultRule; readonly hits: number }[] {
    return this.#rules.map(({ rule, hits }) => ({ rule, hits }));
  }

  strike(request: ReceivedRequest): Struck {
    const faults = this.#rules.filter((open) => this.#hits(open, request)).map(({ rule }) => rule.fault);
    const effects = faults.map((fault) => effectOf(fault, this.#scene));
    const holdMs = faults.reduce((sum, fault) => sum + (fault.kind === 'hold' ? fault.ms : 0), 0);
    return { holdMs, around: (handle) => effects.reduceRight(wrapped, handle) };
  }

  #hits(open: OpenRule, request: ReceivedRequest): boolean {
    const { match = {} } = open.rule;
    const late = match.forMs !== undefined && this.#scene.clock.nowMs() - open.addedMs >= match.forMs;
    if (late || !open.path.test(request.target) || !isAbout(request, match)) return false;
    open.seen += 1;
    const times = match.times ?? (match.nth === undefined ? Number.POSITIVE_INFINITY : 1);
    if (open.seen < (match.nth ?? 1) || open.hits >= times) return false;
    open.hits += 1;
    return true;
  }
}

function isAbout({ method, segments, fields }: ReceivedRequest, match: FaultMatch): boolean {
  const domain = addressedDomain(segments)?.toLowerCase();
  return (
    (match.method === undefined || match.method.toUpperCase() === method) &&
    (match.domain === undefined || match.domain.toLowerCase() === domain) &&
    (match.event === undefined || addressedEventTypes(segments, fields).includes(match.event))
  );
}

function wrapped(inner: Handler, effect: FaultEffect): Handler {
  return (exchange) => effect(exchange, inner);
}
