import type { Approval } from '../../plan/guard-approval.ts';

/**
 * The approvals that have arrived while the process runs. Each is for one plan, and for one time: a plan is named by
 * what it does, and a yes to it yesterday must not be one to the same deletions tomorrow.
 */
export class Approvals {
  readonly #byPlan = new Map<string, Approval>();
  readonly #spent = new Set<string>();

  /**
   * Answers whether it says something new. Of two for one plan the larger number holds. A standing one, such as a line of
   * a file, is there at every look and counts once; one that is given anew counts again.
   */
  add(approval: Approval, manner: 'anew' | 'standing'): boolean {
    if (manner === 'anew') this.#spent.delete(keyOf(approval));
    const { planId, allowDeletes = 0 } = approval;
    const known = this.#byPlan.get(planId);
    if (this.#spent.has(keyOf(approval)) || (known?.allowDeletes ?? -1) >= allowDeletes) return false;
    this.#byPlan.set(planId, approval);
    return true;
  }

  of(planId: string): Approval | undefined {
    return this.#byPlan.get(planId);
  }

  /** The plan was carried out, in part at least; what is left of it is another plan. */
  spend(planId: string): void {
    const approval = this.#byPlan.get(planId);
    if (approval === undefined) return;
    this.#spent.add(keyOf(approval));
    this.#byPlan.delete(planId);
  }
}

function keyOf({ planId, allowDeletes }: Approval): string {
  return `${planId} ${allowDeletes}`;
}
