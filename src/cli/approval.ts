import type { Approval } from '../plan/guard-approval.ts';
import { UsageError } from './exit-code.ts';

/** The flags of a person's yes to one plan. */
export interface ApprovalOptions {
  /** Id of the plan that a person approved although a guard refuses it. */
  readonly approve?: string;
  /** Deliveries that this plan may remove. */
  readonly allowDeletes?: number;
}

/** @throws UsageError for a number without a plan: it would be a yes to whatever comes. */
export function approvalOf({ approve, allowDeletes }: ApprovalOptions): Approval | undefined {
  if (approve !== undefined) {
    return { planId: approve, ...(allowDeletes === undefined ? {} : { allowDeletes }) };
  }
  if (allowDeletes === undefined) return undefined;
  throw new UsageError(
    `'--allow-deletes ${allowDeletes}' needs '--approve PLAN-ID': deletions are allowed to one plan, not to all`,
  );
}
