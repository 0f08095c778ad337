import type { ReadDomain } from '../model/domain-state.ts';
import type { Plan } from '../plan/plan.ts';
import { planChanges } from '../plan/plan-changes.ts';
import { observe, type Scope } from './observe.ts';
import type { ReadPorts } from './ports.ts';

/** A plan, and the age of what it was made from. */
export interface Preview {
  readonly plan: Plan;
  readonly readAtMs: ReadonlyMap<ReadDomain, number>;
}

/** Observe, then plan. The same for `plan` and for `apply`: there is one planner, and this cannot write. */
export async function preview(ports: ReadPorts, scope: Scope): Promise<Preview> {
  const observation = await observe(ports, scope);
  return { plan: planChanges(observation), readAtMs: observation.readAtMs };
}
