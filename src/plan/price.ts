import { type Call, type CallKind, isAdditive } from '../model/call.ts';
import { callFor } from './compile-calls.ts';
import type { DomainPlan } from './plan.ts';

/** What carrying out a plan will take. */
export interface Price {
  /** Calls that write, and how many there are of each kind. */
  readonly calls: number;
  readonly byKind: Readonly<Partial<Record<CallKind, number>>>;
  /** Domains that are read once more, right before a call that replaces or removes; fewer if all goes fast. */
  readonly rereads: number;
  /** Calls and reads together. */
  readonly requests: number;
  /** Requests that the v3 calls alone would take on top of these. */
  readonly saved: number;
}

/** The part of a budget that decides about time. */
export interface PresentBudget {
  readonly perMinute: number;
  readonly remaining: number;
  readonly pausedForMs: number;
}

export function priceOf(domains: readonly DomainPlan[]): Price {
  const calls = domains.flatMap((domain) => domain.calls);
  const rereads = countRereads(domains.map((domain) => domain.calls));
  const v3Calls = domains.map((domain) => domain.changes.map(callFor));
  const requests = calls.length + rereads;
  return {
    calls: calls.length,
    byKind: countKinds(calls),
    rereads,
    requests,
    saved: v3Calls.flat().length + countRereads(v3Calls) - requests,
  };
}

function countRereads(callsOfDomains: readonly (readonly Call[])[]): number {
  return callsOfDomains.filter((calls) => !calls.every(isAdditive)).length;
}

function countKinds(calls: readonly Call[]): Price['byKind'] {
  const byKind: Partial<Record<CallKind, number>> = {};
  for (const { kind } of calls) byKind[kind] = (byKind[kind] ?? 0) + 1;
  return byKind;
}

/**
 * Seconds until the last of these requests may leave, at the present budget; latency comes on top. The first
 * `remaining` leave at once; each further `perMinute` of them takes one more minute. A pause that the server asked for
 * comes first.
 */
export function waitingSeconds(requests: number, budget: PresentBudget): number {
  if (requests === 0) return 0;
  const waiting = Math.max(0, requests - budget.remaining);
  return Math.ceil(budget.pausedForMs / 1000) + 60 * Math.ceil(waiting / budget.perMinute);
}
