import type { DomainPlan } from '../../plan/plan.ts';
import { type DomainLine, domainLines } from './domain-lines.ts';
import { type PlanFacts, plural, summarise } from './plan-facts.ts';
import { printableText } from './printable.ts';

/** A comment on GitHub may have 65,536 characters; what a bot adds around ours needs some of them. */
const LENGTH_MAX = 60_000;

/** Lets a bot find the comment it made before, and replace it. */
const MARKER = '<!-- mghooks plan -->';

/**
 * A plan for a pull request: the summary first, then a folded block for each domain. Cut at a length that fits a
 * comment, with the number of domains that were left out.
 */
export function renderPlanMarkdown(facts: PlanFacts): string {
  const head = [
    MARKER,
    '## mghooks plan',
    summaryTable(facts),
    ...guardLines(facts),
    ...unreadLines(facts),
  ].join('\n\n');
  const blocks = facts.plan.domains.flatMap(domainBlock);
  let text = head;
  for (const [index, block] of blocks.entries()) {
    if (text.length + block.length > LENGTH_MAX) {
      return `${text}\n\n${plural(blocks.length - index, 'more domain')} left out: the comment would be too long.\n`;
    }
    text = `${text}\n\n${block}`;
  }
  return `${text}\n`;
}

function summaryTable(facts: PlanFacts): string {
  const summary = summarise(facts);
  const cells = [
    summary.create,
    summary.update,
    summary.delete,
    summary.inSync,
    summary.conflicts,
    summary.unread,
  ];
  return [
    '| create | update | delete | domains in sync | conflicts | not read |',
    '|---|---|---|---|---|---|',
    `| ${cells.join(' | ')} |`,
    '',
    `${plural(summary.calls, 'call')}, about ${summary.seconds} s of waiting. Plan id \`${facts.planId}\`.`,
  ].join('\n');
}

function guardLines({ accounts, planId, approved }: PlanFacts): readonly string[] {
  return accounts
    .filter(({ verdict }) => verdict.exceeded.length > 0)
    .map(({ account, verdict }) =>
      [
        approved
          ? `> **Guard** of account \`${account.name}\`: exceeded, and approved.`
          : `> **Guard**: nothing will be written to account \`${account.name}\`. Approve with \`--approve ${planId}\`.`,
        ...verdict.exceeded.map((reason) => `> - ${reason}`),
      ].join('\n'),
    );
}

function unreadLines({ plan }: PlanFacts): readonly string[] {
  const lines = [
    ...plan.unread.map(({ domain, reason }) => `- \`${domain}\`: ${inline(reason.message)}`),
    ...plan.unreadPatterns.map(({ pattern, reason }) => `- \`${pattern}\`: ${inline(reason.message)}`),
  ];
  return lines.length === 0 ? [] : [['**Not read, so nothing is decided about:**', '', ...lines].join('\n')];
}

function domainBlock(domain: DomainPlan): readonly string[] {
  const lines = domainLines(domain);
  if (lines.length === 0) return [];
  const body = lines.map(diffLine).join('\n');
  const fence = fenceFor(body);
  const title = `${domain.domain} (${domain.desired.policy}): ${plural(domain.changes.length, 'change')}`;
  return [`<details><summary>${title}</summary>\n\n${fence}diff\n${body}\n${fence}\n</details>`];
}

/** GitHub colours a line of a diff block by its first character; `!` is its sign for a change. */
function diffLine({ sign, depth, label, text, note }: DomainLine): string {
  const body = [label, text, note === '' ? '' : `(${note})`].filter((part) => part !== '').join('  ');
  return `${sign === '~' ? '!' : sign} ${'    '.repeat(depth)}${body}`;
}

/** Longer than any run of back-ticks inside, so that no text can end the block. */
function fenceFor(body: string): string {
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(longest + 1);
}

/** Text from outside as plain words: no markup, no links, no HTML. */
function inline(text: string): string {
  return printableText(text).replace(/[\\`*_[\]<>|#&]/g, (character) => `&#${character.charCodeAt(0)};`);
}
