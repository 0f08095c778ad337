import type { PlanFacts } from '../../src/cli/render/plan-facts.ts';
import { DEFAULT_GUARD } from '../../src/model/account.ts';
import { checkGuard } from '../../src/plan/guard.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { type Findings, planChanges } from '../../src/plan/plan-changes.ts';
import { priceOf } from '../../src/plan/price.ts';
import { MAIN } from './domains.ts';

/** What a command would show about the plan made from these findings. */
export function planFacts(findings: Partial<Findings>): PlanFacts {
  const plan: Plan = planChanges({
    desired: [],
    states: [],
    unreadPatterns: [],
    unmatchedPatterns: [],
    ...findings,
  });
  const account = {
    name: MAIN,
    baseUrl: 'https://api.mailgun.net',
    apiKey: { env: 'MAILGUN_API_KEY' },
    requestsPerMinute: 300,
    guard: DEFAULT_GUARD,
    writeApi: 'auto',
  } as const;
  return {
    plan,
    planId: '0123456789ab',
    configurationDigest: 'a'.repeat(64),
    doubts: [],
    judgement: { kind: 'clear' },
    command: 'mghooks apply',
    accounts: [
      {
        account,
        verdict: checkGuard(plan, account),
        budget: { perMinute: 300, remaining: 290, pausedForMs: 0 },
        price: priceOf(plan.domains),
        seconds: 0,
      },
    ],
  };
}
