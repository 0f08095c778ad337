import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBottleneckBudget } from '../../../src/adapters/budget/bottleneck-budget.ts';
import { openRememberedBudget } from '../../../src/adapters/budget/remembered-budget.ts';
import type { RateBudget } from '../../../src/ports/rate-budget.ts';
import type { OpenBudget } from './life.ts';

/** Mistakes that a rate budget is easily made with. Each is the real budget with one thing wrong. */
export interface PlantedBug {
  readonly name: string;
  /** The kind of world that is to find it. */
  readonly kind: string;
  readonly openBudget: OpenBudget;
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'a slot comes back one window after the sending, not after the answer',
    kind: 'slow and overtaking requests',
    openBudget: spendingBy((budget) => async (spending, send) => {
      const sent = await budget.spend(spending, async () => ({ answer: send() }));
      return await sent.answer;
    }),
  },
  {
    name: 'a request without an answer counts no longer than one with',
    kind: 'answers that get lost',
    openBudget: spendingBy((budget) => async (spending, send) => {
      const ended = await budget.spend(spending, () =>
        send().then(
          (answer) => ({ answer }),
          (failure: unknown) => ({ failure }),
        ),
      );
      if ('answer' in ended) return ended.answer;
      throw ended.failure;
    }),
  },
  {
    name: 'a client sends a lost request again by itself, without a slot',
    kind: 'answers that get lost',
    openBudget: spendingBy((budget) => (spending, send) => budget.spend(spending, () => send().catch(send))),
  },
  {
    name: 'a restart remembers nothing',
    kind: 'a crash loop',
    openBudget: async (options) => createBottleneckBudget(options),
  },
  {
    name: 'a restart forgets the requests that were under way',
    kind: 'a crash loop',
    openBudget: (options) => {
      forgetUnderWay(join(options.folder, `${options.account}.slots`));
      return openRememberedBudget(options);
    },
  },
  {
    name: 'the journal tells the time by the wall clock',
    kind: 'everything at once',
    openBudget: (options) =>
      openRememberedBudget({ ...options, bootClock: { bootId: 'first', uptimeMs: () => Date.now() } }),
  },
  {
    name: 'a 429 does not stop the requests that wait',
    kind: 'another program on the account',
    openBudget: async (options) => changed(await openRememberedBudget(options), { pause: () => undefined }),
  },
  {
    name: 'a pause ends by the wall clock',
    kind: 'everything at once',
    openBudget: (options) =>
      openRememberedBudget({ ...options, clock: { ...options.clock, nowMs: () => Date.now() } }),
  },
];

function changed(budget: RateBudget, changes: Partial<RateBudget>): RateBudget {
  return {
    spend: (spending, send) => budget.spend(spending, send),
    pause: (ms) => budget.pause(ms),
    noteRemaining: (requests) => budget.noteRemaining(requests),
    state: () => budget.state(),
    close: () => budget.close(),
    ...changes,
  };
}

function spendingBy(spendOf: (budget: RateBudget) => RateBudget['spend']): OpenBudget {
  return async (options) => {
    const budget = await openRememberedBudget(options);
    return changed(budget, { spend: spendOf(budget) });
  };
}

/** Leaves only slots in the journal whose request has ended. */
function forgetUnderWay(path: string): void {
  if (!existsSync(path)) return;
  const text = readFileSync(path, 'utf8');
  const [header = '', ...lines] = text.slice(0, text.lastIndexOf('\n')).split('\n');
  const idOf = (line: string): string | undefined => line.split(' ')[1];
  const ended = new Set(lines.filter((line) => !line.startsWith('s ')).map(idOf));
  const kept = lines.filter((line) => ended.has(idOf(line)));
  writeFileSync(path, `${[header, ...kept].join('\n')}\n`);
}
