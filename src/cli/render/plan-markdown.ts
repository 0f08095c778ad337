import type { DomainPlan } from '../../plan/plan.ts';
import { type DomainLine, domainLines, type Wording } from './domain-lines.ts';
import { doubtLines, UNSEEN } from './doubt-lines.ts';
import { codeBlock, plainWords } from './markdown.ts';
import {
  approvalCommand,
  goOnCommand,
  heldCommand,
  type PlanFacts,
  plural,
  summarise,
} from './plan-facts.ts';
import { priceText } from './price-text.ts';

/** A comment on GitHub may have 65,536 characters; what a bot adds around ours needs some of them. */
const LENGTH_MAX = 60_000;

/** Lines of what could not be read; a key that is refused makes as many as there are domains. */
const UNREAD_MAX = 100;

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
    ...savedLines(facts),
    ...unseenLines(facts),
    ...guardLines(facts),
    ...expenseLines(facts),
    ...heldLines(facts),
    ...unreadLines(facts),
  ].join('\n\n');
  const blocks = facts.plan.domains.flatMap((domain) => domainBlock(domain, facts.wording));
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
    [
      summary.calls === 0
        ? 'Nothing to send.'
        : `${priceText(summary, facts.accounts)}, about ${summary.seconds} s of waiting.`,
      ...(summary.observed > 0 ? [`${plural(summary.observed, 'domain')} drifted but only observed.`] : []),
      `Plan id \`${facts.planId}\`.`,
    ].join(' '),
  ].join('\n');
}

function savedLines(facts: PlanFacts): readonly string[] {
  if (facts.saved === undefined) return [];
  const until = new Date(facts.saved.expiresMs).toISOString();
  return [`Saved, good until ${until}. To carry out exactly this:\n\n${codeBlock('sh', goOnCommand(facts))}`];
}

function unseenLines(facts: PlanFacts): readonly string[] {
  const notes = doubtLines(facts).map((line) => `> **Note**: ${plainWords(line)}`);
  if (facts.judgement.kind !== 'unseen') return notes;
  return [...notes, `${UNSEEN}:\n\n${codeBlock('sh', goOnCommand(facts))}`];
}

function guardLines(facts: PlanFacts): readonly string[] {
  const { kind } = facts.judgement;
  const approved = kind === 'approved';
  const command = kind === 'unseen' ? undefined : approvalCommand(facts);
  const blocks = facts.accounts
    .filter(({ verdict }) => verdict.exceeded.length > 0)
    .map(({ account, verdict }) =>
      [
        approved
          ? `> **Guard** of account \`${account.name}\`: exceeded, and approved.`
          : `> **Guard**: nothing will be written to account \`${account.name}\`.`,
        ...verdict.exceeded.map((reason) => `> - ${reason}`),
      ].join('\n'),
    );
  return command === undefined
    ? blocks
    : [...blocks, `To go ahead with exactly this plan:\n\n${codeBlock('sh', command)}`];
}

function expenseLines({ tooExpensive }: PlanFacts): readonly string[] {
  return tooExpensive === undefined ? [] : [`> **${tooExpensive}**: nothing will be written.`];
}

function heldLines(facts: PlanFacts): readonly string[] {
  const command = heldCommand(facts);
  if (command === undefined) return [];
  const held = plural(summarise(facts).held, 'change');
  return [`> **${held} held**, see below. To make them too:\n\n${codeBlock('sh', command)}`];
}

function unreadLines({ plan }: PlanFacts): readonly string[] {
  const lines = [
    ...plan.unread.map(({ domain, reason }) => `- \`${domain}\`: ${plainWords(reason.message)}`),
    ...plan.unreadPatterns.map(({ pattern, reason }) => `- \`${pattern}\`: ${plainWords(reason.message)}`),
  ];
  if (lines.length === 0) return [];
  const more = lines.length - UNREAD_MAX;
  const rest = more > 0 ? [`- and ${more} more`] : [];
  return [
    ['**Not read, so nothing is decided about:**', '', ...lines.slice(0, UNREAD_MAX), ...rest].join('\n'),
  ];
}

function domainBlock(domain: DomainPlan, wording: Wording | undefined): readonly string[] {
  const lines = domainLines(domain, wording);
  if (lines.length === 0) return [];
  const body = lines.map(diffLine).join('\n');
  const title = `${domain.domain} (${domain.desired.policy}): ${plural(domain.changes.length, 'change')}`;
  return [`<details><summary>${title}</summary>\n\n${codeBlock('diff', body)}\n</details>`];
}

/** GitHub colours a line of a diff block by its first character; `!` is its sign for a change. */
function diffLine({ sign, depth, label, text, note }: DomainLine): string {
  const body = [label, text, note === '' ? '' : `(${note})`].filter((part) => part !== '').join('  ');
  return `${sign === '~' ? '!' : sign} ${'    '.repeat(depth)}${body}`;
}
