import { describe, expect, it, onTestFinished } from 'vitest';
import { createSystemClock } from '../../src/adapters/clock/system-clock.ts';
import { Scrubber } from '../../src/adapters/telemetry/scrubber.ts';
import { type BudgetRequest, budgetId, openBudgets } from '../../src/cli/budgets.ts';
import type { Context } from '../../src/cli/context.ts';
import { readEnvironment } from '../../src/cli/environment.ts';
import { type Account, accountName, DEFAULT_GUARD } from '../../src/model/account.ts';
import { Secret } from '../../src/model/secret.ts';
import { workspace } from '../support/workspace.ts';

const account = (name: string, fields: Partial<Account> = {}): Account => ({
  name: accountName(name),
  baseUrl: 'https://api.mailgun.net',
  apiKey: { env: 'MAILGUN_API_KEY' },
  requestsPerMinute: 300,
  guard: DEFAULT_GUARD,
  writeApi: 'auto',
  ...fields,
});

const PARENT = account('parent', { requestsPerMinute: 200 });
const CHILD = account('child', { subaccount: '646d00a1b32c35364a2ad34f', requestsPerMinute: 90 });
const EUROPEAN = account('european', { baseUrl: 'https://api.eu.mailgun.net', requestsPerMinute: 250 });
const OTHER = account('other', { apiKey: { env: 'OTHER_KEY' } });

const nothing = { write: () => undefined, isTerminal: false };

async function open(request: Pick<BudgetRequest, 'accounts' | 'bystanders'>) {
  const context: Context = {
    terminal: { stdout: nothing, stderr: nothing, ask: undefined },
    environment: readEnvironment({}),
    workingDirectory: process.cwd(),
    command: 'mghooks test',
    clock: createSystemClock(),
    scrubber: new Scrubber(),
    nodeVersion: process.version,
    onHangup: () => () => undefined,
    signal: new AbortController().signal,
  };
  const budgets = await openBudgets(context, {
    ...request,
    idOf: (each) =>
      budgetId(each, new Secret(`key of ${'env' in each.apiKey ? each.apiKey.env : each.apiKey.file}`)),
    options: { stateDir: workspace(), lockTimeoutMs: 1000 },
    notify: () => undefined,
  });
  onTestFinished(() =>
    Promise.all([...budgets.values()].map((budget) => budget.close())).then(() => undefined),
  );
  const budgetOf = ({ name }: Account) => {
    const budget = budgets.get(name);
    if (budget === undefined) throw new Error(`'${name}' has no budget`);
    return budget;
  };
  return { budgetOf };
}

const SPENDING = { priority: 'write', signal: new AbortController().signal } as const;

describe('the budgets of accounts', () => {
  it('let a subaccount spend the budget of its parent, whose key it is reached with', async () => {
    const { budgetOf } = await open({ accounts: [PARENT, CHILD] });
    expect(budgetOf(PARENT).state()).toEqual({ perMinute: 90, remaining: 90, pausedForMs: 0 });
    await budgetOf(CHILD).spend(SPENDING, () => Promise.resolve());
    expect(budgetOf(PARENT).state().remaining).toBe(89);
  });

  it('count requests to both regions together where the key is the same', async () => {
    const { budgetOf } = await open({ accounts: [PARENT, EUROPEAN] });
    await budgetOf(EUROPEAN).spend(SPENDING, () => Promise.resolve());
    expect(budgetOf(PARENT).state()).toMatchObject({ perMinute: 200, remaining: 199 });
  });

  it('are limited by accounts with the same key that are not worked on', async () => {
    const { budgetOf } = await open({ accounts: [PARENT], bystanders: [CHILD, OTHER] });
    expect(budgetOf(PARENT).state().perMinute).toBe(90);
  });

  it('are independent where the keys are different: one that pauses delays no other', async () => {
    const { budgetOf } = await open({ accounts: [PARENT, OTHER] });
    budgetOf(PARENT).pause(60_000);
    expect(budgetOf(OTHER).state()).toEqual({ perMinute: 300, remaining: 300, pausedForMs: 0 });
    await budgetOf(OTHER).spend(SPENDING, () => Promise.resolve());
  });
});
