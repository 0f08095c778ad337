import { it } from 'vitest';
import { POLICIES, type Policy } from '../../../src/model/policy.ts';

/**
 * A test for each policy. The first of them lets the disaster happen under all policies side by side, since most of the
 * time is spent waiting, and each tells what came of its own.
 */
export function underEachPolicy(
  titleUnder: (policy: Policy) => string,
  happen: (policy: Policy) => Promise<void>,
): void {
  let happening: Promise<readonly PromiseSettledResult<void>[]> | undefined;
  for (const [index, policy] of POLICIES.entries()) {
    it(titleUnder(policy), async () => {
      happening ??= Promise.allSettled(POLICIES.map(happen));
      const ended = (await happening)[index];
      if (ended?.status === 'rejected') throw ended.reason;
    });
  }
}
