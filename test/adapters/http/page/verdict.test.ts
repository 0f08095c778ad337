import { describe, expect, it } from 'vitest';
import { accountVerdict, overallVerdict } from '../../../../src/adapters/http/page/verdict.ts';
import type { AccountStatus, DomainCondition, Status } from '../../../../src/ports/status.ts';
import {
  exampleAccount,
  exampleDomain,
  exampleStatus,
  manyDomains,
  NOW_MS,
  tenDomains,
} from '../../../support/example-status.ts';

const ALIVE = { alive: true, message: '' };

function accountWith(...conditions: readonly DomainCondition[]): AccountStatus {
  const domains = conditions.map((condition, index) => exampleDomain(`d${index}.example`, { condition }));
  return exampleAccount('main', { domains });
}

function verdictOf(status: Status) {
  return overallVerdict({ status, liveness: ALIVE });
}

describe('the verdict on an account', () => {
  const verdicts: readonly (readonly [AccountStatus, string, string])[] = [
    [accountWith('in-sync', 'in-sync'), 'ok', 'in sync'],
    [accountWith('in-sync', 'observed'), 'quiet', 'only observes drift'],
    [accountWith('observed', 'pending'), 'quiet', 'is not read in full yet'],
    [accountWith('pending', 'drifted'), 'busy', 'has changes pending'],
    [accountWith('drifted', 'held'), 'warn', 'holds changes back'],
    [accountWith('held', 'unread'), 'warn', 'could not be read in full'],
    [accountWith('unread', 'blocked'), 'warn', 'waits for approval'],
    [accountWith('blocked', 'conflict'), 'bad', 'needs attention'],
    [accountWith('in-sync', 'failed'), 'bad', 'needs attention'],
    [{ ...accountWith('failed'), halted: 'the key is refused' }, 'bad', 'is stopped'],
    [accountWith(), 'ok', 'in sync'],
  ];
  it.each(verdicts)('is that of its worst domain: %#', (account, tone, label) => {
    expect(accountVerdict(account)).toMatchObject({ tone, label });
  });

  it('is that it waits for approval once a guard has stopped its plan', () => {
    const guard = { planId: 'p', exceeded: [], removed: 1, removals: [], sinceMs: NOW_MS };
    expect(accountVerdict({ ...accountWith('failed'), guard }).label).toBe('waits for approval');
  });

  it('is never that an account is in sync before a pass has found that it has no domains', () => {
    const { lastSuccessMs: _, ...unknown } = accountWith();
    expect(accountVerdict(unknown).label).toBe('is not read in full yet');
  });
});

describe('the overall verdict', () => {
  it('counts the accounts by what is to be said of them', () => {
    expect(verdictOf(tenDomains())).toEqual({
      tone: 'bad',
      label: '3 accounts: 1 in sync, 1 waits for approval, 1 needs attention',
    });
  });

  it('uses the plural, and says once what holds for all', () => {
    const [calm, drifting] = [accountWith('in-sync'), accountWith('drifted')];
    expect(verdictOf(exampleStatus({ accounts: [calm] })).label).toBe('1 account: in sync');
    expect(verdictOf(exampleStatus({ accounts: [calm, calm] })).label).toBe('2 accounts: all in sync');
    expect(verdictOf(exampleStatus({ accounts: [drifting, calm, drifting] })).label).toBe(
      '3 accounts: 1 in sync, 2 have changes pending',
    );
    expect(verdictOf(exampleStatus()).label).toBe('0 accounts: nothing to do');
  });

  it('is never calm while the loop stands still, or the configuration or leadership is not certain', () => {
    const accounts = [accountWith('in-sync')];
    const status = exampleStatus({ accounts });
    expect(verdictOf(status).tone).toBe('ok');
    expect(overallVerdict({ status, liveness: { alive: false, message: '' } }).tone).toBe('bad');
    expect(verdictOf({ ...manyDomains(1), accounts }).tone).toBe('warn');
    expect(verdictOf({ ...status, leadership: { leading: false, problem: 'x' } }).tone).toBe('warn');
    const { configuration: _, ...unconfigured } = status;
    expect(verdictOf(unconfigured)).toEqual({ tone: 'bad', label: 'No configuration loaded yet' });
  });
});
