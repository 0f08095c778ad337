import { deliveriesText, type GuardVerdict } from './guard.ts';

/** A person's yes to one plan, however it arrives: by flags, in a file, or over HTTP. There is no yes to all plans. */
export interface Approval {
  readonly planId: string;
  /** The most deliveries that the plan may remove. */
  readonly allowDeletes?: number;
}

/**
 * What an approval, or none, means for a plan.
 *
 * - `clear`: the plan is within the limits, and nobody had to approve it.
 * - `approved`: a person approved exactly this plan.
 * - `unseen`: the plan is within the limits, and removes what may only be missing from the configuration. It needs a
 *   person who sees it: where one is asked, a yes is enough; where nobody is, it takes an approval.
 * - `wanted`: the plan exceeds a limit, and nobody approved it yet.
 * - `refused`: there is an approval, and it does not fit; `reason` says why, without a full stop.
 */
export type Judgement =
  | { readonly kind: 'clear' | 'unseen' | 'approved' | 'wanted' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * The truth table. N is what `allowDeletes` says, removed what the plan removes.
 *
 * | limits   | doubts | approval                        | judgement  |
 * |----------|--------|---------------------------------|------------|
 * | within   | none   | none                            | `clear`    |
 * | within   | some   | none                            | `unseen`   |
 * | exceeded | any    | none                            | `wanted`   |
 * | any      | any    | of another plan                 | `refused`  |
 * | any      | any    | of this plan, N < removed       | `refused`  |
 * | exceeded | any    | of this plan, without N         | `refused`  |
 * | within   | any    | of this plan, without N         | `approved` |
 * | any      | any    | of this plan, N >= removed      | `approved` |
 *
 * An approval that does not fit is refused even where none is needed: who approves a plan expects that plan.
 */
export function judgeApproval(
  { removed, exceeded, doubts }: Pick<GuardVerdict, 'removed' | 'exceeded' | 'doubts'>,
  approval: Approval | undefined,
  planId: string,
): Judgement {
  const within = exceeded.length === 0;
  if (approval === undefined) {
    const kind = doubts.length > 0 ? 'unseen' : 'clear';
    return { kind: within ? kind : 'wanted' };
  }
  if (approval.planId !== planId) {
    return refused(`plan ${approval.planId} was approved, but this is plan ${planId}`);
  }
  const costs = `this plan removes ${deliveriesText(removed)}`;
  const allowed = approval.allowDeletes ?? (within ? removed : undefined);
  if (allowed === undefined) {
    return refused(`the approval does not say how many deliveries may go, and ${costs}`);
  }
  if (allowed < removed) {
    return refused(`${deliveriesText(allowed)} may go, but ${costs}`);
  }
  return { kind: 'approved' };
}

function refused(reason: string): Judgement {
  return { kind: 'refused', reason };
}
