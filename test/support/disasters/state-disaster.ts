import type { Behaviour } from '../../../src/emulator/behaviour.ts';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import type { Policy } from '../../../src/model/policy.ts';
import type { Hooks } from './scene.ts';

/** What must come of a disaster: exit codes of `plan --detailed-exitcode` and of `apply --yes`, and what is left. */
export interface Expected {
  readonly plan: number;
  readonly apply: number;
  /** What the struck domain has after the apply; unless given, what the wishes make of it. */
  readonly left?: Hooks;
}

/** Something strange that Mailgun, or somebody else, does to the webhooks. */
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
  readonly expected: Readonly<Record<Policy, Expected>>;
}
