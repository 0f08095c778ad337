import { createPaint } from '../terminal.ts';
import { doubtLines } from './doubt-lines.ts';
import { githubCommand } from './github-command.ts';
import { approvalCommand, type PlanFacts, plural } from './plan-facts.ts';
import { renderPlanText } from './plan-text.ts';
import { printableText } from './printable.ts';

/** A plan for the log of a GitHub workflow: annotations for what needs a look, then the plan as plain text. */
export function renderPlanGithub(facts: PlanFacts): string {
  return [...annotations(facts), renderPlanText(facts, createPaint(false))].join('\n');
}

function annotations(facts: PlanFacts): readonly string[] {
  const { plan, accounts, tooExpensive } = facts;
  const command = approvalCommand(facts);
  return [
    ...(tooExpensive === undefined ? [] : [githubCommand('error', { title: 'Too expensive' }, tooExpensive)]),
    ...doubtLines(facts).map((line) =>
      githubCommand('warning', { title: 'The configuration may be incomplete' }, line),
    ),
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
    ...plan.domains.flatMap(({ domain, held }) =>
      held.map(({ change, reason }) =>
        githubCommand('error', { title: `Held: ${change.key.eventType} of ${domain}` }, reason),
      ),
    ),
    ...accounts.flatMap(({ account, verdict }) =>
      verdict.exceeded.map((reason) =>
        githubCommand('error', { title: `Guard of account ${account.name}` }, reason),
      ),
    ),
    ...(command === undefined
      ? []
      : [githubCommand('notice', { title: 'To go ahead with exactly this plan' }, command)]),
  ];
}
