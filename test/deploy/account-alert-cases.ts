import { A, type AlertCase, B, LEADERS, MAIN, OF_MAIN, ON_A, QUIET } from './alert-story.ts';

/** How many domains of account main are in a state, as the leader and the other process say. */
function domains(state: string, byLeader: string, byOther: string): Readonly<Record<string, string>> {
  return {
    ...LEADERS,
    [`mghooks_domains{${A},${MAIN},state="${state}"}`]: byLeader,
    [`mghooks_domains{${B},${MAIN},state="${state}"}`]: byOther,
  };
}

/** A gauge of account main, as the leader and the other process say. */
function gauge(name: string, byLeader: string, byOther: string): Readonly<Record<string, string>> {
  return { ...LEADERS, [`${name}{${A},${MAIN}}`]: byLeader, [`${name}{${B},${MAIN}}`]: byOther };
}

const BY_ACCOUNT = { ...OF_MAIN, job: 'mghooks' };
const BY_LEADER = { ...OF_MAIN, ...ON_A };

export const ACCOUNT_CASES: readonly AlertCase[] = [
  {
    title: 'Domains that stay drifted or failed for an hour are told together',
    alert: 'MghooksNotInSync',
    series: {
      ...domains('drifted', '2x100', '0x100'),
      [`mghooks_domains{${A},${MAIN},state="failed"}`]: '1x100',
    },
    at: '61m',
    fires: [{ labels: BY_ACCOUNT, value: '3' }],
  },
  {
    title: 'Domains that are only observed are never told',
    alert: 'MghooksNotInSync',
    series: domains('observed', '5x100', '5x100'),
    at: '61m',
    fires: QUIET,
  },
  {
    title: 'What a process knew when it last led is not told',
    alert: 'MghooksNotInSync',
    series: domains('drifted', '0x100', '7x100'),
    at: '61m',
    fires: QUIET,
  },
  {
    title: 'Domains that cannot be read for an hour are told',
    alert: 'MghooksCannotRead',
    series: domains('unread', '4x100', '0x100'),
    at: '61m',
    fires: [{ labels: BY_ACCOUNT, value: '4' }],
  },
  {
    title: 'An outage of Mailgun for half an hour is not told',
    alert: 'MghooksCannotRead',
    series: domains('unread', '400x30 0x70', '0x100'),
    at: '61m',
    fires: QUIET,
  },
  {
    title: 'An account whose domains cannot be listed for an hour is told',
    alert: 'MghooksAccountNote',
    series: gauge('mghooks_notes', '1x100', '0x100'),
    at: '61m',
    fires: [{ labels: BY_LEADER, value: '1' }],
  },
  {
    title: 'A list that fails for half an hour is not told, nor what a process knew when it last led',
    alert: 'MghooksAccountNote',
    series: gauge('mghooks_notes', '1x30 0x70', '1x100'),
    at: '61m',
    fires: QUIET,
  },
  {
    title: 'A webhook that something else keeps changing back is told',
    alert: 'MghooksChangedBack',
    series: domains('held', '1x20', '0x20'),
    at: '6m',
    fires: [{ labels: BY_ACCOUNT, value: '1' }],
  },
  {
    title: 'Without such a webhook nothing is told',
    alert: 'MghooksChangedBack',
    series: domains('held', '0x20', '0x20'),
    at: '6m',
    fires: QUIET,
  },
  {
    title: 'Reads that get older than an hour are told',
    alert: 'MghooksReadsOld',
    series: gauge('mghooks_oldest_read_timestamp_seconds', '0x200', '0x200'),
    at: '80m',
    fires: [{ labels: BY_LEADER, value: '4800' }],
  },
  {
    title: 'Reads that keep up are not told, nor is a process that only waits',
    alert: 'MghooksReadsOld',
    series: gauge('mghooks_oldest_read_timestamp_seconds', '0x10 0+60x200', '0x200'),
    at: '80m',
    fires: QUIET,
  },
  {
    title: 'An account that is stopped is told',
    alert: 'MghooksAccountHalted',
    series: gauge('mghooks_halted', '1x20', '0x20'),
    at: '6m',
    fires: [{ labels: BY_LEADER, value: '1' }],
  },
  {
    title: 'An account that works is not told',
    alert: 'MghooksAccountHalted',
    series: gauge('mghooks_halted', '0x20', '1x20'),
    at: '6m',
    fires: QUIET,
  },
  {
    title: 'A plan that waits for a person is told',
    alert: 'MghooksGuardBlocked',
    series: gauge('mghooks_guard_blocked', '1x20', '0x20'),
    at: '6m',
    fires: [{ labels: BY_LEADER, value: '1' }],
  },
  {
    title: 'A plan that was approved at once is not told',
    alert: 'MghooksGuardBlocked',
    series: gauge('mghooks_guard_blocked', '1 1 0x20', '0x20'),
    at: '6m',
    fires: QUIET,
  },
  {
    title: 'Throttling again and again is told',
    alert: 'MghooksThrottled',
    series: gauge('mghooks_throttles_total', '0+1x60', '0x60'),
    at: '60m',
    fires: [{ labels: BY_ACCOUNT, value: '60' }],
  },
  {
    title: 'One throttling is not told',
    alert: 'MghooksThrottled',
    series: gauge('mghooks_throttles_total', '0x30 1x30', '0x60'),
    at: '60m',
    fires: QUIET,
  },
  {
    title: 'A budget that others use up is told',
    alert: 'MghooksBudgetSpentByOthers',
    series: {
      ...gauge('mghooks_budget_remaining', '3x60', '300x60'),
      ...gauge('mghooks_budget_limit', '300x60', '300x60'),
      [`mghooks_requests_total{${A},${MAIN},method="GET",status="200"}`]: '0+20x60',
    },
    at: '45m',
    fires: [{ labels: BY_LEADER, value: '3' }],
  },
  {
    title: 'A budget that mghooks itself uses up is not told',
    alert: 'MghooksBudgetSpentByOthers',
    series: {
      ...gauge('mghooks_budget_remaining', '0x60', '300x60'),
      ...gauge('mghooks_budget_limit', '300x60', '300x60'),
      [`mghooks_requests_total{${A},${MAIN},method="GET",status="200"}`]: '0+298x60',
    },
    at: '45m',
    fires: QUIET,
  },
];
