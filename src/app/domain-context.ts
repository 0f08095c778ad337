import type { ReadDomain, UnknownHook } from '../model/domain-state.ts';
import type { Webhooks } from '../model/webhooks.ts';
import type { DomainPlan } from '../plan/plan.ts';
import type { AccountHalt } from './account-halt.ts';
import type { LostCalls } from './lost-calls.ts';
import { readDomain } from './observe.ts';
import type { WritePorts } from './ports.ts';

/** A domain while its changes are carried out. */
export interface DomainContext {
  readonly ports: WritePorts;
  readonly domain: DomainPlan;
  readonly halt: AccountHalt;
  /** Names the plan in the audit trail. */
  readonly planId: string;
  /** Tells this time of carrying it out from others. */
  readonly runId: string;
  readonly known: Known;
  readonly lost: LostCalls;
}

/** What we know about a domain. */
export interface Known {
  /** As the last read says, or the last answer. */
  webhooks: Webhooks;
  unknownHooks: readonly UnknownHook[];
  /** When it was last read, on the clock; an answer to a write is no read. */
  readAtMs: number;
}

export type Reread =
  | { readonly kind: 'read'; readonly state: ReadDomain }
  | { readonly kind: 'unread'; readonly message: string };

/** Reads the domain again, in front of everything else that waits for the budget. */
export async function readAgain({ ports, domain, halt, known, lost }: DomainContext): Promise<Reread> {
  const state = await readDomain(ports, domain, { priority: 'write', halt });
  if (state.kind === 'unread') return { kind: 'unread', message: state.reason.message };
  known.webhooks = state.webhooks;
  known.unknownHooks = state.unknownHooks;
  known.readAtMs = ports.clock.nowMs();
  await lost.look(state.webhooks);
  return { kind: 'read', state };
}
