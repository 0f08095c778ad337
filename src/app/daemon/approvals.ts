import type { Approval } from '../../plan/guard-approval.ts';

/** The approvals that have arrived while the process runs. Each is for one plan. */
export class Approvals {
  readonly #byPlan = new Map<string, Approval>();

  /** Answers whether it says something new. */
  add(approval: Approval): boolean {
    const known = this.#byPlan.get(approval.planId);
    this.#byPlan.set(approval.planId, approval);
    return known?.allowDeletes !== approval.allowDeletes || known === undefined;
  }

  of(planId: string): Approval | undefined {
    return this.#byPlan.get(planId);
  }
}
