import type { DomainPlan } from '../../plan/plan.ts';
import type { Paint, Style } from '../terminal.ts';
import { type DomainLine, domainLines, type Wording } from './domain-lines.ts';
import { doubtLines, UNSEEN } from './doubt-lines.ts';
import {
  type AccountFacts,
  approvalCommand,
  goOnCommand,
  heldCommand,
  type PlanFacts,
  plural,
  type Summary,
  summarise,
} from './plan-facts.ts';
import { priceText } from './price-text.ts';
import { printableText } from './printable.ts';

const STYLE: Readonly<Record<DomainLine['sign'], Style | undefined>> = {
  '+': 'green',
  '-': 'red',
  '~': 'yellow',
  '=': 'dim',
  '!': 'red',
  ' ': undefined,
};

const LABEL_WIDTH = 'temporary_fail'.length;

/** A plan for people: one block a domain, then what could not be read, then the summary and the price. */
export function renderPlanText(facts: PlanFacts, paint: Paint): string {
  const many = facts.accounts.length > 1;
  const { wording } = facts;
  const blocks = facts.plan.domains.flatMap((domain) => domainBlock(domain, { paint, many, wording }));
  const parts = [
    ...blocks,
    ...unreadBlock(facts, paint),
    ...unmatchedBlock(facts, paint),
    ...doubtBlock(facts, paint),
    ...guardBlock(facts, paint),
    ...expenseBlock(facts, paint),
    ...heldBlock(facts, paint),
    summaryBlock(facts, paint),
  ];
  return `${parts.join('\n\n')}\n`;
}

interface Look {
  readonly paint: Paint;
  /** More than one account: say which. */
  readonly many: boolean;
  readonly wording: Wording | undefined;
}

function domainBlock(domain: DomainPlan, { paint, many, wording }: Look): readonly string[] {
  const lines = domainLines(domain, wording);
  if (lines.length === 0) return [];
  const where = many ? `${domain.account}, ${domain.desired.policy}` : domain.desired.policy;
  const head = `${paint('bold', domain.domain)} ${paint('dim', `(${where})`)}`;
  return [[head, ...renderLines(lines, paint)].join('\n')];
}

function renderLines(lines: readonly DomainLine[], paint: Paint): readonly string[] {
  return lines.map((line) => renderLine(line, paint));
}

function renderLine({ sign, depth, label, text, note }: DomainLine, paint: Paint): string {
  const indent = depth === 0 ? '  ' : '      ';
  const named = depth === 0 && text !== '' ? label.padEnd(LABEL_WIDTH) : label;
  const body = [named, text].filter((part) => part !== '').join('  ');
  const style = STYLE[sign];
  const line = `${indent}${sign} ${body}`;
  return `${style === undefined ? line : paint(style, line)}${note === '' ? '' : paint('dim', `  (${note})`)}`;
}

function unreadBlock({ plan }: PlanFacts, paint: Paint): readonly string[] {
  const lines = [
    ...plan.unread.map(({ domain, reason }) => ({ name: domain as string, reason })),
    ...plan.unreadPatterns.map(({ pattern, reason }) => ({ name: pattern, reason })),
  ].map(
    ({ name, reason }) =>
      `  ${paint('red', '?')} ${name}  ${paint('dim', `(${printableText(reason.message)})`)}`,
  );
  if (lines.length === 0) return [];
  return [[paint('bold', 'Not read, so nothing is decided about:'), ...lines].join('\n')];
}

function unmatchedBlock({ plan }: PlanFacts, paint: Paint): readonly string[] {
  if (plan.unmatchedPatterns.length === 0) return [];
  const patterns = plan.unmatchedPatterns.join(', ');
  return [`${paint('yellow', 'Patterns that match no domain of their account:')} ${patterns}`];
}

function doubtBlock(facts: PlanFacts, paint: Paint): readonly string[] {
  const lines = doubtLines(facts).map((line) => `${paint('yellow', 'Note:')} ${line}`);
  if (facts.judgement.kind === 'unseen') lines.push(`${UNSEEN}:\n  ${paint('bold', goOnCommand(facts))}`);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function guardBlock(facts: PlanFacts, paint: Paint): readonly string[] {
  const { kind } = facts.judgement;
  const approved = kind === 'approved';
  const command = kind === 'unseen' ? undefined : approvalCommand(facts);
  const blocks = facts.accounts
    .filter(({ verdict }) => verdict.exceeded.length > 0)
    .map(({ account, verdict }) =>
      [
        approved
          ? paint('yellow', `Guard of account '${account.name}': exceeded, and approved`)
          : paint('red', `Guard: nothing will be written to account '${account.name}'`),
        ...verdict.exceeded.map((reason) => `  ${paint('red', '!')} ${reason}`),
      ].join('\n'),
    );
  return command === undefined
    ? blocks
    : [...blocks, `To go ahead with exactly this plan:\n  ${paint('bold', command)}`];
}

function expenseBlock({ tooExpensive }: PlanFacts, paint: Paint): readonly string[] {
  return tooExpensive === undefined ? [] : [paint('red', `${tooExpensive}: nothing will be written`)];
}

function heldBlock(facts: PlanFacts, paint: Paint): readonly string[] {
  const command = heldCommand(facts);
  return command === undefined ? [] : [`To make the changes too that are held:\n  ${paint('bold', command)}`];
}

function summaryBlock(facts: PlanFacts, paint: Paint): string {
  const summary = summarise(facts);
  const lines = [planLine(summary, paint)];
  if (summary.calls > 0) {
    lines.push(priceLine(summary, facts.accounts));
    lines.push(`Plan id: ${facts.planId}`);
  }
  if (facts.saved !== undefined) lines.push(savedLine(facts.saved, goOnCommand(facts)));
  return lines.join('\n');
}

function savedLine({ file, expiresMs }: NonNullable<PlanFacts['saved']>, command: string): string {
  const until = new Date(expiresMs).toISOString();
  return `Saved in ${printableText(file)}, good until ${until}. To carry out exactly this:\n  ${command}`;
}

function planLine(summary: Summary, paint: Paint): string {
  const rest = [
    `${summary.inSync} of ${plural(summary.domains, 'domain')} in sync`,
    ...(summary.observed > 0 ? [`${summary.observed} drifted but only observed`] : []),
    ...(summary.conflicts > 0 ? [plural(summary.conflicts, 'conflict')] : []),
    ...(summary.held > 0 ? [`${plural(summary.held, 'change')} held`] : []),
    ...(summary.unread > 0 ? [`${summary.unread} not read`] : []),
  ].join(', ');
  const whole = summary.unread + summary.conflicts + summary.held === 0;
  if (summary.calls === 0) return `${paint('bold', whole ? 'Nothing to do:' : 'Plan incomplete:')} ${rest}.`;
  const todo = `${summary.create} to create, ${summary.update} to update, ${summary.delete} to delete`;
  const urls = `${plural(summary.added, 'URL')} added, ${summary.removed} removed`;
  const head = paint('bold', whole ? 'Plan:' : 'Plan, incomplete:');
  return `${head} ${todo} on ${plural(summary.changed, 'domain')} (${urls}); ${rest}.`;
}

function priceLine(summary: Summary, accounts: readonly AccountFacts[]): string {
  const left = accounts
    .map(
      ({ account, budget }) =>
        `'${account.name}' has ${budget.remaining} of ${budget.perMinute} requests left`,
    )
    .join(', ');
  const time = summary.seconds === 0 ? 'no waiting' : `up to ${summary.seconds} s of waiting`;
  return `Price: ${priceText(summary, accounts)}, ${time} (${left} this minute).`;
}
