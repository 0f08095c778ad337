import type { Account } from '../../model/account.ts';
import type { Plan } from '../../plan/plan.ts';
import type { BudgetState } from '../../ports/rate-budget.ts';
import type { WritePorts } from '../ports.ts';
import type { Approvals } from './approvals.ts';

/** Everything outside that the loop of one account works with. */
export interface AccountParts {
  readonly account: Account;
  readonly ports: WritePorts;
  budget(): BudgetState;
  /** Changes when the API key does; says nothing about it. */
  keyName(): string;
  /** Names a plan, as the command line does. */
  planIdOf(plan: Plan): string;
  readonly approvals: Approvals;
  /** A URL as people may see it. */
  mask(url: string): string;
  /** From 0 up to 1. */
  random(): number;
  /** From the end of one sweep to the begin of the next, give or take a tenth. */
  readonly intervalMs: number;
}
