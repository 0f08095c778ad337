import type { Behaviour } from '../../../src/emulator/behaviour.ts';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import type { Policy } from '../../../src/model/policy.ts';
import type { Hooks } from './scene.ts';

/**
 * Something strange that Mailgun, or somebody else, does to the webhooks of the struck domain. Unless the row says
 * otherwise, `plan --detailed-exitcode` ends with 2 and `apply --yes` with 0, and so does an apply when it is over.
 */
export interface StateDisaster {
  /** The row of the catalogue. */
  readonly id: string;
  readonly title: string;
  readonly behaviour?: Partial<Behaviour>;
  readonly faults?: readonly FaultRule[];
  /** More lines of the account. */
  readonly account?: string;
  /** More of what the struck domain has, and of what is wanted there. */
  readonly has?: Hooks;
  readonly wants?: Hooks;
  /** Happens before the commands. */
  readonly strike?: (emulator: Emulator) => void;
  /** The struck domain cannot be read: plan and apply end with 1 under every policy. */
  readonly unread?: true;
  /** The guard refuses: plan and apply end with 3. */
  readonly guarded?: readonly Policy[];
  /** The apply ends with 1. */
  readonly fails?: readonly Policy[];
  /** An apply ends with 1 also when the faults are over. */
  readonly failsAfter?: readonly Policy[];
  /** What Mailgun or our own write deletes unasked, as `event URL`: known and not to be had otherwise; `why` says so. */
  readonly residual?: Readonly<Partial<Record<Policy, string>>> & { readonly why: string };
}
