import type { Policy } from '../../../src/model/policy.ts';
import type { DomainCondition } from '../../../src/ports/status.ts';

/**
 * What must come of a disaster, besides that nothing is deleted that nobody asked for. Exit codes are those of
 * `plan --detailed-exitcode` and of `apply --yes`; the daemon has conditions instead.
 *
 * | outcome    | meaning                                                     | plan | apply | daemon: struck domain |
 * |------------|-------------------------------------------------------------|------|-------|-----------------------|
 * | `unread`   | the struck domain is not read, and left as it is              | 1    | 1     | unread                |
 * | `delayed`  | the same, until a later pass                                  | 1    | 1     | in sync               |
 * | `halted`   | the key is refused, and nothing more is asked of the account  | 1    | 1     | the account is halted |
 * | `overcome` | the disaster is survived, and the drift is mended             | 2    | 0     | in sync               |
 * | `failed`   | a write failed, and is said to have failed                    | 2    | 1     | failed                |
 *
 * In all rows the bystander is mended, save where the account is halted. Under `observe` nothing is ever written, so a
 * write cannot fail, and the daemon says `observed` instead of in sync.
 */
export type Outcome = 'unread' | 'delayed' | 'halted' | 'overcome' | 'failed';

export function planCode(outcome: Outcome): number {
  return outcome === 'overcome' || outcome === 'failed' ? 2 : 1;
}

export function applyCode(outcome: Outcome, policy: Policy): number {
  if (outcome === 'failed') return policy === 'observe' ? 0 : 1;
  return outcome === 'overcome' ? 0 : 1;
}

/** How a domain stands that was mended, as far as its policy allows. */
export function restedUnder(policy: Policy): DomainCondition {
  return policy === 'observe' ? 'observed' : 'in-sync';
}

/** How the daemon says that a struck domain stands; `undefined` where it is the account that is halted. */
export function conditionOf(outcome: Outcome, policy: Policy): DomainCondition | undefined {
  if (outcome === 'halted') return undefined;
  if (outcome === 'unread') return 'unread';
  return outcome === 'failed' && policy !== 'observe' ? 'failed' : restedUnder(policy);
}

/** For the title of a test. */
export function saying(outcome: Outcome, policy: Policy): string {
  const condition = conditionOf(outcome, policy) ?? 'halted';
  return `exit ${applyCode(outcome, policy)}, and the daemon says ${condition}`;
}
