import { createPaint } from '../terminal.ts';
import { githubCommand } from './github-command.ts';
import { type PlanFacts, plural } from './plan-facts.ts';
import { renderPlanText } from './plan-text.ts';
import { printableText } from './printable.ts';

/** A plan for the log of a GitHub workflow: annotations for what needs a look, then the plan as plain text. */
export function renderPlanGithub(facts: PlanFacts): string {
  return [...annotations(facts), renderPlanText(facts, createPaint(false))].join('\n');
}

function annotations({ plan, accounts }: PlanFacts): readonly string[] {
  return [
    ...plan.unread.map(({ domain, reason }) =>
      githubCommand('error', { title: `${domain} was not read` }, printableText(reason.message)),
    ),
    ...plan.unreadPatterns.map(({ pattern, reason }) =>
      githubCommand('error', { title: `${pattern} was not read` }, printableText(reason.message)),
    ),
    ...plan.domains.flatMap(({ domain, conflicts }) =>
      conflicts.map(({ key, desired, kept }) =>
        githubCommand(
          'error',
          { title: `Conflict on ${domain}` },
          `${key.eventType} would have ${plural(desired.length + kept.length, 'URL')}, at most 3 are possible`,
        ),
      ),
    ),
    ...accounts.flatMap(({ account, verdict }) =>
      verdict.exceeded.map((reason) =>
        githubCommand('error', { title: `Guard of account ${account.name}` }, reason),
      ),
    ),
  ];
}
