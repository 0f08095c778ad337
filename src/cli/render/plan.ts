import type { Paint } from '../terminal.ts';
import type { PlanFacts } from './plan-facts.ts';
import { renderPlanGithub } from './plan-github.ts';
import { planToJson } from './plan-json.ts';
import { renderPlanMarkdown } from './plan-markdown.ts';
import { renderPlanText } from './plan-text.ts';

export const OUTPUT_FORMATS = ['text', 'json', 'markdown', 'github'] as const;

export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The same facts in the format that was asked for; ends with a newline. */
export function renderPlan(facts: PlanFacts, format: OutputFormat, paint: Paint): string {
  switch (format) {
    case 'text':
      return renderPlanText(facts, paint);
    case 'json':
      return jsonDocument(planToJson(facts));
    case 'markdown':
      return renderPlanMarkdown(facts);
    case 'github':
      return renderPlanGithub(facts);
  }
}

export function jsonDocument(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
