import type { Moved, MovedHook } from '../../plan/saved-plan-fit.ts';
import type { Paint } from '../terminal.ts';
import { githubCommand } from './github-command.ts';
import { codeBlock, plainWords } from './markdown.ts';
import { jsonDocument, type OutputFormat } from './plan.ts';
import { plural } from './plan-facts.ts';
import { printableText, visible } from './printable.ts';

/** Why a saved plan is not carried out. */
export interface StalePlan {
  readonly file: string;
  /** About the plan as a whole; parts of sentences about it. */
  readonly reasons: readonly string[];
  readonly moved: readonly Moved[];
  /** What saves a new plan in its place. */
  readonly command: string;
}

const HEAD = 'Not applied: the saved plan no longer fits, so nothing was written.';

/** Domains that are shown: one is enough to know, and thousands would be a page that nobody reads. JSON has all. */
const DOMAINS_SHOWN_MAX = 50;

export function renderStalePlan(stale: StalePlan, format: OutputFormat, paint: Paint): string {
  switch (format) {
    case 'json':
      return staleToJson(stale);
    case 'markdown':
      return staleMarkdown(stale);
    case 'github':
      return `${[...annotations(stale), HEAD].join('\n')}\n`;
    case 'text':
      return staleText(stale, paint);
  }
}

function staleText({ reasons, moved, command }: StalePlan, paint: Paint): string {
  const lines = [
    paint('red', HEAD),
    ...reasons.map((reason) => `  ${paint('red', '!')} ${printableText(reason)}`),
    ...domainTexts(moved, paint),
    `Make a new one with: ${printableText(command)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function staleMarkdown({ reasons, moved }: StalePlan): string {
  const texts = domainTexts(moved, (_style, text) => text);
  const parts = [
    `**${HEAD}**`,
    ...(reasons.length === 0 ? [] : [reasons.map((reason) => `- ${plainWords(reason)}`).join('\n')]),
    ...(texts.length === 0 ? [] : [codeBlock('', texts.join('\n'))]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function annotations({ reasons, moved }: StalePlan): readonly string[] {
  return [
    ...reasons.map((reason) => githubCommand('error', { title: 'mghooks' }, printableText(reason))),
    ...moved
      .slice(0, DOMAINS_SHOWN_MAX)
      .map((one) => githubCommand('error', { title: `${one.domain} has moved` }, movedLines(one).join('\n'))),
  ];
}

function domainTexts(moved: readonly Moved[], paint: Paint): readonly string[] {
  const more = moved.length - DOMAINS_SHOWN_MAX;
  return [
    ...moved.slice(0, DOMAINS_SHOWN_MAX).map((one) => {
      const head = `${paint('bold', one.domain)} ${paint('dim', `(${one.account})`)}`;
      return [head, ...movedLines(one).map((line) => `  ${line}`)].join('\n');
    }),
    ...(more > 0 ? [`and ${plural(more, 'more domain')}`] : []),
  ];
}

function movedLines({ reason, hooks }: Moved): readonly string[] {
  return [...(reason === undefined ? [] : [printableText(reason)]), ...hooks.flatMap(hookLines)];
}

/** The URLs are masked in the file, and the present ones were masked to be compared with them. */
function hookLines({ name, was, is }: MovedHook): readonly string[] {
  const line = (word: string, urls: readonly string[]) =>
    `    ${word.padEnd(6)} ${urls.length === 0 ? '(no webhook)' : urls.map(visible).join(' ')}`;
  return [printableText(name), line('was', was), line('is now', is)];
}

function staleToJson({ file, reasons, moved }: StalePlan): string {
  return jsonDocument({
    formatVersion: 1,
    refused: HEAD,
    planFile: file,
    reasons: reasons.map(printableText),
    moved: moved.map(({ account, domain, reason, hooks }) => ({
      account,
      domain,
      ...(reason === undefined ? {} : { reason: printableText(reason) }),
      hooks: hooks.map(({ name, was, is }) => ({
        name: printableText(name),
        was: was.map(visible),
        is: is.map(visible),
      })),
    })),
    results: [],
  });
}
