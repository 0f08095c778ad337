import type { BudgetState } from '../../../ports/rate-budget.ts';
import type { DomainCondition, DomainStatus } from '../../../ports/status.ts';
import { type Html, html } from './html.ts';
import { CONDITION_LOOKS } from './tone.ts';
import { count } from './wording.ts';

/** Widths are in hundredths of the bar. One domain of thousands still shows. */
const WIDTH = 100;
const SEGMENT_WIDTH_MIN = 1.5;

export interface ConditionCount {
  readonly condition: DomainCondition;
  readonly label: string;
  readonly domains: number;
}

/** How many domains have each state, without states that none has; what needs a person first. */
export function countConditions(domains: readonly DomainStatus[]): readonly ConditionCount[] {
  const counts = new Map<DomainCondition, number>();
  for (const { condition } of domains) counts.set(condition, (counts.get(condition) ?? 0) + 1);
  return [...CONDITION_LOOKS].flatMap(([condition, { label }]) => {
    const found = counts.get(condition) ?? 0;
    return found === 0 ? [] : [{ condition, label, domains: found }];
  });
}

/** The states of an account's domains as one bar; the numbers stand beside it as text. */
export function conditionBar(counts: readonly ConditionCount[]): Html {
  const domains = counts.reduce((sum, counted) => sum + counted.domains, 0);
  const widths = counts.map((counted) => Math.max(counted.domains, (domains * SEGMENT_WIDTH_MIN) / WIDTH));
  const total = widths.reduce((sum, width) => sum + width, 0);
  let start = 0;
  const segments = counts.map(({ condition }, index) => {
    const width = widths[index] ?? 0;
    const x = scale(start, total);
    start += width;
    return html`<rect class="fill-${condition}" x="${x}" width="${scale(width, total)}" height="4"/>`;
  });
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 4" preserveAspectRatio="none" aria-hidden="true"><g class="segments">${segments}</g></svg>`;
}

/** How much of the budget is left. */
export function budgetBar({ remaining, perMinute, pausedForMs }: BudgetState): Html {
  const left = Math.min(perMinute, Math.max(0, remaining));
  const label = `${count(left)} of ${count(perMinute)} requests left`;
  const look = pausedForMs > 0 ? 'fill-paused' : 'fill-budget';
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 4" preserveAspectRatio="none" role="img" aria-label="${label}"><rect class="${look}" width="${scale(left, Math.max(1, perMinute))}" height="4"/></svg>`;
}

function scale(part: number, whole: number): string {
  return ((WIDTH * part) / whole).toFixed(2);
}
